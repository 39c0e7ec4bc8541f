package io.framelog.benchmarks;

import io.framelog.benchmarks.faults.Fault;
import io.framelog.benchmarks.faults.Findings;
import io.framelog.benchmarks.faults.Scene;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.CommandRunner;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command line of {@code benchmarks/faults}. */
@Command(
        name = "benchmarks/faults",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Makes faults on purpose, and checks what docs/reliability.md promises of each. For Linux.",
        footer = "Progress goes to standard error. The exit code is 1 if a promise is not kept.")
public final class FaultsCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "NAME",
            arity = "0..*",
            description = "The faults to make. Without a name they are listed.")
    private List<String> names = List.of();

    @Option(names = "--minutes", paramLabel = "M", description = "How long the faults last that need it.")
    private double minutes = 10;

    @Option(names = "--viewers", paramLabel = "N", description = "How many viewers come and go.")
    private int viewers = 500;

    @Option(names = "--root", hidden = true, required = true)
    private Path root = Path.of("");

    /** Makes the faults, prints the page, and exits. */
    public static void main(String... arguments) {
        System.exit(new CommandRunner(Map.of()).run(new FaultsCommand(), arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (names.isEmpty()) {
            Fault.all().forEach(fault -> System.out.println(fault.name() + ": " + fault.description()));
            return ExitCode.OK;
        }
        List<Fault> wanted = names.stream().map(FaultsCommand::find).toList();
        boolean kept = true;
        Markdown page = new Markdown();
        for (Fault fault : wanted) {
            Findings findings = run(fault);
            page.heading(2, "`" + fault.name() + "`: " + fault.description());
            findings.write(page);
            kept &= findings.kept();
        }
        System.out.print(page);
        System.out.flush();
        return kept ? ExitCode.OK : ExitCode.UNEXPECTED;
    }

    private static Fault find(String name) {
        return Fault.all().stream()
                .filter(fault -> fault.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CommandFailure(
                        ExitCode.USAGE, "no fault is called " + name + ": benchmarks/faults lists them"));
    }

    private Findings run(Fault fault) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory("framelog-faults");
        Commands commands = new Commands(root, scratch);
        Thread stop = new Thread(commands::close, "stop");
        Runtime.getRuntime().addShutdownHook(stop);
        Findings findings = new Findings(System.err);
        try {
            Duration length = Duration.ofMillis(Math.round(60_000 * minutes));
            fault.run(new Scene(root.toAbsolutePath(), scratch, commands, length, viewers), findings);
        } finally {
            commands.close();
            boolean unused = Runtime.getRuntime().removeShutdownHook(stop);
            delete(scratch);
        }
        return findings;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
