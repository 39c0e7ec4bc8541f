package io.framelog.viewer.history;

/** The log never had a frame at this position. It is an answer, not a fault: it has no stack trace. */
public final class NoSuchPositionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoSuchPositionException(String message) {
        super(message, null, false, false);
    }
}
