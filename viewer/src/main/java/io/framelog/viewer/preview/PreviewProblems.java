package io.framelog.viewer.preview;

import io.framelog.cli.CommandFailure;
import io.framelog.viewer.http.Problem;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Says why no reduced pictures are sent. */
public final class PreviewProblems {
    private static final int NOT_IMPLEMENTED = 501;

    private PreviewProblems() {}

    /** The problem, if FFmpeg's libraries cannot be loaded on this machine; empty for any other fault. */
    public static Optional<Problem> of(Throwable fault) {
        Throwable cause = fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
        return cause instanceof CommandFailure
                ? Optional.of(Problem.of(
                        NOT_IMPLEMENTED,
                        "Not possible here",
                        cause.getMessage() + ". Without width=, the stream is shown at full size"))
                : Optional.empty();
    }
}
