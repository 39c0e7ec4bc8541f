package io.framelog.publisher.progress;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.util.Optional;

/** How a run ended. The exit code, the last line and the reason in the last event follow from it. */
public sealed interface Outcome {
    /** The source came to its end, and Kafka has all that was sent. */
    record Completed() implements Outcome {
        @Override
        public String reason() {
            return "the source came to its end";
        }
    }

    /**
     * The run was told to stop. If it was a signal, that determines the exit code.
     *
     * @param reason in readable form
     */
    record Stopped(String reason) implements Outcome {
        /** With the publisher. */
        public Stopped() {
            this("the publisher was stopped");
        }
    }

    /**
     * The source, a frame or Kafka made it impossible to continue.
     *
     * @param cause the exit code, and what the user can do
     */
    record Failed(CommandFailure cause) implements Outcome {
        @Override
        public Optional<CommandFailure> failure() {
            return Optional.of(cause);
        }

        @Override
        public String reason() {
            return String.valueOf(cause.getMessage());
        }
    }

    /**
     * A failure with a known or an unknown cause.
     *
     * @param activity what failed, for an unknown cause
     */
    static Outcome failed(String activity, Throwable cause) {
        return new Failed(
                cause instanceof CommandFailure known
                        ? known
                        : new CommandFailure(ExitCode.UNEXPECTED, activity + " failed: " + cause, cause));
    }

    /** Why the run ended, in readable form. */
    String reason();

    /** The failure that ends the command; empty if the run did what it was asked to do. */
    default Optional<CommandFailure> failure() {
        return Optional.empty();
    }
}
