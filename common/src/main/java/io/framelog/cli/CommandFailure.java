package io.framelog.cli;

/** Ends a command with an exit code and one line that says what is wrong and what to do. */
public class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    /**
     * @param exitCode one of {@link ExitCode}
     * @param message one line, without the command's name
     */
    public CommandFailure(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    /**
     * A failure with a cause.
     *
     * @param exitCode one of {@link ExitCode}
     * @param message one line, without the command's name
     * @param cause what led to the failure; {@code --verbose} prints its stack trace
     */
    public CommandFailure(int exitCode, String message, Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** One of {@link ExitCode}. */
    public final int exitCode() {
        return exitCode;
    }
}
