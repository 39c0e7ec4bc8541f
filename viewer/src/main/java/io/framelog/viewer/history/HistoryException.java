package io.framelog.viewer.history;

/** Says why the past cannot be shown as requested. It is an answer to a client, so it has no stack trace. */
public abstract class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of answer it is. */
    public enum Reason {
        /** The request contradicts itself. */
        BAD_REQUEST,
        /** The log does not have it. */
        NOT_FOUND,
        /** Too much is being done at the moment. */
        OVERLOADED,
        /** The frame is not an image that can be decoded. */
        UNDECODABLE
    }

    private final Reason reason;

    /** @param detail what is wrong and what to do, for the user */
    protected HistoryException(Reason reason, String detail) {
        super(detail, null, false, false);
        this.reason = reason;
    }

    /** What kind of answer it is. */
    public final Reason reason() {
        return reason;
    }
}
