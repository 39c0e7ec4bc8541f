package io.framelog.viewer.history;

/** All readers of the past are in use. It is an answer, not a fault: it has no stack trace. */
public final class NoReaderFreeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoReaderFreeException(int limit) {
        super("all " + limit + " readers of the log are in use", null, false, false);
    }
}
