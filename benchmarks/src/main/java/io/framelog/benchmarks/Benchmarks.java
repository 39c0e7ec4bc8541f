package io.framelog.benchmarks;

import io.framelog.cli.CommandRunner;
import java.util.Map;

/** The program {@code benchmarks/run}. */
public final class Benchmarks {
    private Benchmarks() {}

    /** Measures, prints, and exits. */
    public static void main(String... arguments) {
        System.exit(new CommandRunner(Map.of()).run(new RunCommand(System.out, System.err), arguments));
    }
}
