package io.framelog.cli;

/** A wrong option or value: exit code {@link ExitCode#USAGE}. {@link CommandRunner} adds where the help is. */
public final class UsageFailure extends CommandFailure {
    private static final long serialVersionUID = 1;

    /** @param message one line, without the command's name */
    public UsageFailure(String message) {
        super(ExitCode.USAGE, message);
    }

    /**
     * A failure with a cause.
     *
     * @param message one line, without the command's name
     * @param cause what {@code --verbose} prints
     */
    public UsageFailure(String message, Throwable cause) {
        super(ExitCode.USAGE, message, cause);
    }
}
