package io.framelog.publisher.source;

import java.io.IOException;

/** Says that a source cannot be opened, or is gone: one line for people, with what to do. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param cause FFmpeg's word */
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message without a cause beneath it */
    public SourceException(String message) {
        super(message);
    }
}
