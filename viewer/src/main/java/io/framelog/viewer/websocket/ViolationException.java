package io.framelog.viewer.websocket;

/** A client sent what it may not: its WebSocket has to be closed. */
@SuppressWarnings("serial") // is never serialized
public final class ViolationException extends RuntimeException {
    private final Closing closing;

    /** A violation, and how the client is told. */
    public ViolationException(int code, String reason) {
        super(reason);
        closing = new Closing(code, reason);
    }

    /** What to tell the client. */
    public Closing closing() {
        return closing;
    }
}
