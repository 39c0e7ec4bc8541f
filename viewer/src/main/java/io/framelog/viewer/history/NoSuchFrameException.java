package io.framelog.viewer.history;

/** The log has no such frame. It is an answer, not a fault: it has no stack trace. */
public final class NoSuchFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param detail for the user: what there is instead */
    public NoSuchFrameException(String detail) {
        super(detail, null, false, false);
    }
}
