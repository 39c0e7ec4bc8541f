package io.framelog.kafka;

/** Says that a record holds no frame. Any producer can write to the topic, so this is ordinary: it has no stack trace. */
public final class NoFrameException extends Exception {
    private static final long serialVersionUID = 1;

    /** @param reason continues the sentence "the record is skipped: …" */
    public NoFrameException(String reason) {
        super(reason, null, false, false);
    }
}
