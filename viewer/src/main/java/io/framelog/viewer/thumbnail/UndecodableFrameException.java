package io.framelog.viewer.thumbnail;

/** Says that a frame is no picture that can be decoded. It is an answer, not a fault: it has no stack trace. */
public final class UndecodableFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UndecodableFrameException(String detail) {
        super(detail, null, false, false);
    }
}
