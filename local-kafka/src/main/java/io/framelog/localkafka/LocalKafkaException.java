package io.framelog.localkafka;

import java.io.Serial;

/** A broker that cannot be started: the message says why and what to do; its first line says enough. */
public final class LocalKafkaException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why a broker cannot be started. */
    public enum Reason {
        /** The port that was asked for is used by another process, or not allowed. */
        PORT_TAKEN,
        /** The data folder cannot be written, is in use, or holds something else. */
        DATA_UNUSABLE,
        /** The broker's jars are not where they should be. */
        NOT_BUILT,
        /** The broker's JVM ended, was not ready in time, or was not waited for. */
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

    /** Why. */
    public Reason reason() {
        return reason;
    }
}
