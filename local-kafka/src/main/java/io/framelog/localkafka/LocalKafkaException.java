package io.framelog.localkafka;

import java.io.Serial;

/** A broker cannot be started. The first line of the message says why and what to do; the rest is from its log. */
public final class LocalKafkaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why a broker cannot be started. */
    public enum Reason {
        /** Another process uses the port, or it is not allowed. */
        PORT_TAKEN,
        /** The data folder is not writable, is in use, or contains something else. */
        DATA_UNUSABLE,
        /** The broker's jars are missing. */
        NOT_BUILT,
        /** The broker's JVM ended or was not ready in time, or the wait for it was interrupted. */
        FAILED
    }

    private final Reason reason;

    LocalKafkaException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    LocalKafkaException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the broker cannot be started. */
    public Reason reason() {
        return reason;
    }
}
