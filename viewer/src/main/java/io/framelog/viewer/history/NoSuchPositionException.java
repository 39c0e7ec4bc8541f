package io.framelog.viewer.history;

/** Says that the log never had a frame at a position. */
public final class NoSuchPositionException extends HistoryException {
    private static final long serialVersionUID = 1;

    /** @param detail what the log has instead, for the user */
    public NoSuchPositionException(String detail) {
        super(Reason.NOT_FOUND, detail);
    }
}
