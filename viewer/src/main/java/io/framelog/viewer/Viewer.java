package io.framelog.viewer;

import io.framelog.cli.CommandRunner;
import io.framelog.cli.FatalErrors;

/** The program {@code viewer}. */
public final class Viewer {
    private Viewer() {}

    /**
     * Runs the viewer until it is stopped, and exits with a code of {@link io.framelog.cli.ExitCode}.
     *
     * @param arguments see {@code viewer --help}
     */
    public static void main(String... arguments) {
        FatalErrors.endProcess("viewer");
        System.exit(new CommandRunner(System.getenv(), ExportCommand.NOT_IN_ENVIRONMENT)
                .run(new ViewerCommand(), arguments));
    }
}
