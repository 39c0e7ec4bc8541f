package io.framelog.publisher.source;

import java.io.IOException;

/** A source cannot be opened, or is lost. The message is one line that says what to do. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    /** @param cause FFmpeg's error */
    public SourceException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message one line that says what to do */
    public SourceException(String message) {
        super(message);
    }
}
