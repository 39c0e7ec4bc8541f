package io.framelog.viewer.http;

import io.framelog.viewer.history.NoReaderFreeException;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.thumbnail.UndecodableFrameException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;

/** Says why the log did not give what was asked for. */
public final class LookupProblems {
    private LookupProblems() {}

    /**
     * The problem behind a lookup's fault.
     *
     * @param wanted what was asked for, for people
     */
    public static Problem of(Throwable fault, String wanted) {
        Throwable cause = fault.getCause();
        if (fault instanceof CompletionException && cause != null) {
            return of(cause, wanted);
        } else if (fault instanceof ProblemException known) {
            return known.problem();
        } else if (fault instanceof NoSuchFrameException) {
            return Problem.notFound(String.valueOf(fault.getMessage()));
        } else if (fault instanceof UndecodableFrameException) {
            return Problem.of(500, "Not decodable", String.valueOf(fault.getMessage()));
        } else if (fault instanceof RejectedExecutionException || fault instanceof NoReaderFreeException) {
            return Problem.unavailable("this viewer has too much to do: " + fault.getMessage());
        }
        return Problem.unavailable(wanted + " cannot be read from Kafka now");
    }
}
