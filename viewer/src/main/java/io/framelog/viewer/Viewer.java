package io.framelog.viewer;

import io.framelog.cli.CommandRunner;
import io.framelog.cli.FatalErrors;
import io.framelog.cli.LeastHeap;
import io.framelog.log.LogFormat;
import java.util.HashSet;
import java.util.Set;

/** The program {@code viewer}. */
public final class Viewer {
    private Viewer() {}

    /**
     * Runs the viewer until it is stopped, and exits with a code of {@link io.framelog.cli.ExitCode}.
     *
     * @param arguments see {@code viewer --help}
     */
    public static void main(String... arguments) {
        LogFormat.of(System.getenv(), arguments).apply(); // before a class makes its logger
        FatalErrors.endProcess("viewer");
        LeastHeap.require("viewer");
        Set<String> excluded = new HashSet<>(ExportCommand.NOT_IN_ENVIRONMENT);
        excluded.addAll(UsersCommand.NOT_IN_ENVIRONMENT);
        excluded.addAll(DetectCommand.NOT_IN_ENVIRONMENT);
        System.exit(new CommandRunner(System.getenv(), excluded).run(new ViewerCommand(), arguments));
    }
}
