package io.framelog.viewer;

import io.framelog.cli.CommandRunner;

/** The program {@code viewer}. */
public final class Viewer {
    private Viewer() {}

    /** Runs until it is stopped; exit codes are those of {@link io.framelog.cli.ExitCode}. */
    public static void main(String... arguments) {
        System.exit(new CommandRunner(System.getenv(), ExportCommand.NOT_OF_THE_ENVIRONMENT)
                .run(new ViewerCommand(), arguments));
    }
}
