package io.framelog.viewer.history;

/** Says that as many read the past as may at a time. It is an answer, not a fault: it has no stack trace. */
public final class NoReaderFreeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoReaderFreeException(int limit) {
        super("the log is being read by " + limit + " others, as many as may at a time", null, false, false);
    }
}
