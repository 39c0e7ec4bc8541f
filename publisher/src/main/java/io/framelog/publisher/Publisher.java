package io.framelog.publisher;

import io.framelog.cli.CommandRunner;
import io.framelog.cli.FatalErrors;
import io.framelog.cli.LeastHeap;
import io.framelog.log.LogFormat;

/** The program {@code publisher}: sends frames of a camera, file or URL to Kafka. */
public final class Publisher {
    private Publisher() {}

    /**
     * Runs the command and exits with one of {@link io.framelog.cli.ExitCode}.
     *
     * @param arguments see {@code publisher --help}
     */
    public static void main(String[] arguments) {
        LogFormat.of(System.getenv(), arguments).apply(); // before a class makes its logger
        FatalErrors.endProcess("publisher");
        LeastHeap.require("publisher");
        CommandRunner runner = new CommandRunner(System.getenv(), SourceArguments.OPTIONS);
        System.exit(runner.run(new PublishCommand(System.getenv()), arguments));
    }
}
