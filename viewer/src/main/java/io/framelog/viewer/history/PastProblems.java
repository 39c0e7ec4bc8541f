package io.framelog.viewer.history;

import io.framelog.cli.CommandFailure;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what went wrong while the past was read into the client's answer, and logs it. */
public final class PastProblems {
    private static final Logger LOG = LoggerFactory.getLogger(PastProblems.class);

    private PastProblems() {}

    /**
     * The answer for a fault.
     *
     * @param fault of a future or of its cause
     * @param wanted what the client requested, such as "the frame of 'front'"
     */
    public static Problem of(Throwable fault, String wanted) {
        Throwable cause = fault.getCause();
        if (fault instanceof CompletionException && cause != null) {
            return of(cause, wanted);
        }
        LOG.debug("{} is not sent: {}", wanted, fault.toString());
        String detail = String.valueOf(fault.getMessage());
        if (fault instanceof ProblemException known) {
            return known.problem();
        } else if (fault instanceof HistoryException known) {
            return switch (known.reason()) {
                case BAD_REQUEST -> Problem.badRequest(detail);
                case NOT_FOUND -> Problem.notFound(detail);
                case OVERLOADED -> overloaded(detail);
                case UNDECODABLE -> Problem.of(422, "Not decodable", detail);
            };
        } else if (fault instanceof RejectedExecutionException) {
            return overloaded(detail);
        } else if (fault instanceof CancellationException
                || fault instanceof InterruptedException
                || fault instanceof InterruptException) {
            return Problem.unavailable("the viewer is shutting down");
        } else if (fault instanceof KafkaException || fault instanceof TimeoutException) {
            return Problem.unavailable(wanted + " cannot be read from Kafka now");
        } else if (fault instanceof CommandFailure) { // FFmpeg's libraries cannot be loaded
            return Problem.of(501, "Not possible here", detail);
        } else if (fault instanceof UncheckedIOException) { // the client is gone
            return Problem.unavailable(wanted + " cannot be sent");
        }
        if (fault instanceof Error) { // the executor has told it
            LOG.error("{} is not sent: {}", wanted, fault.toString());
        } else {
            LOG.error("{} is not sent: unexpected error", wanted, fault);
        }
        return Problem.of(500, "Internal error", "see the viewer's log");
    }

    private static Problem overloaded(String detail) {
        return Problem.unavailable("this viewer is too busy: " + detail);
    }
}
