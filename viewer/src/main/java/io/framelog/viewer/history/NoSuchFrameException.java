package io.framelog.viewer.history;

/** Says that the log has no frame as it was asked for. It is an answer, not a fault: it has no stack trace. */
public final class NoSuchFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param detail what there is instead, for the user */
    public NoSuchFrameException(String detail) {
        super(detail, null, false, false);
    }
}
