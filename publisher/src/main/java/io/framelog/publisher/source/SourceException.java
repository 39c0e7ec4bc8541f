package io.framelog.publisher.source;

import java.io.IOException;

/** A source cannot be opened, or is lost. The message is one line that says what to do. */
public final class SourceException extends IOException {
    private static final long serialVersionUID = 1;

    private final boolean away;

    /** @param cause FFmpeg's error */
    public SourceException(String message, Throwable cause) {
        this(message, cause, false);
    }

    /**
     * With more about the source.
     *
     * @param cause FFmpeg's error
     * @param away whether nothing answers there
     */
    SourceException(String message, Throwable cause, boolean away) {
        super(message, cause);
        this.away = away;
    }

    /** @param message one line that says what to do */
    public SourceException(String message) {
        super(message);
        away = false;
    }

    /** Whether nothing answers there. Then asking again soon costs the source nothing. */
    public boolean isAway() {
        return away;
    }
}
