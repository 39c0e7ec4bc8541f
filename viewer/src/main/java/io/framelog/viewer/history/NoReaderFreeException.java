package io.framelog.viewer.history;

/** Says that the limit of readers is reached. */
public final class NoReaderFreeException extends HistoryException {
    private static final long serialVersionUID = 1;

    NoReaderFreeException(int limit) {
        super(Reason.OVERLOADED, "all " + limit + " readers of the log are in use");
    }
}
