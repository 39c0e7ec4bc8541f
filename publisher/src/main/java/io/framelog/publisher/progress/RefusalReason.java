package io.framelog.publisher.progress;

import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;

/** Why Kafka has not taken a frame that was given to its client. */
public enum RefusalReason {
    /** There was no answer in time. */
    TIMEOUT,
    /** The topic takes only smaller records. */
    TOO_LARGE,
    /** This user may not write. */
    DENIED,
    /** Something else, which the log tells. */
    OTHER;

    /** The reason of an error of Kafka's client. */
    public static RefusalReason of(Throwable error) {
        if (error instanceof TimeoutException) {
            return TIMEOUT;
        }
        if (error instanceof RecordTooLargeException) {
            return TOO_LARGE;
        }
        return error instanceof AuthorizationException ? DENIED : OTHER;
    }
}
