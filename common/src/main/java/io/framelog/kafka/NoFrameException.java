package io.framelog.kafka;

/** A record is not a frame. This is normal, because any producer can write to the topic; it has no stack trace. */
public final class NoFrameException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param reason completes the sentence "the record is skipped: …" */
    public NoFrameException(String reason) {
        super(reason, null, false, false);
    }
}
