package io.framelog.viewer.history;

/** Says that the log does not have the requested frame. */
public final class NoSuchFrameException extends HistoryException {
    private static final long serialVersionUID = 1;

    /** @param detail what the log has instead, for the user */
    public NoSuchFrameException(String detail) {
        super(Reason.NOT_FOUND, detail);
    }
}
