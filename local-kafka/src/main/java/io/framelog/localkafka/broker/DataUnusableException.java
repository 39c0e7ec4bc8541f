package io.framelog.localkafka.broker;

import java.io.Serial;

/** The data folder is in use, or contains something that this broker cannot use. */
final class DataUnusableException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    DataUnusableException(String message) {
        super(message);
    }

    DataUnusableException(String message, Throwable cause) {
        super(message, cause);
    }
}
