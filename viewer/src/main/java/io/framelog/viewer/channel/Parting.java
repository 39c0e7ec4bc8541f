package io.framelog.viewer.channel;

import io.framelog.viewer.websocket.Closing;
import io.framelog.viewer.websocket.Message;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The end of a channel, on which both sides agree (RFC 6455, 7.1). Only for the fan-out thread. */
final class Parting {
    /** How long a window may take to agree. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final Closing why;
    private final long sinceNanos;
    private boolean told;
    private boolean agreed;

    Parting(Closing why, long nowNanos) {
        this.why = why;
        sinceNanos = nowNanos;
    }

    /** The last word to the window; null if it was said. */
    @Nullable Message lastWord() {
        if (told) {
            return null;
        }
        told = true;
        return why.frame();
    }

    /** The window closes its side. */
    void agree() {
        agreed = true;
    }

    /** Whether the connection can be ended. */
    boolean isOver(long now) {
        return (told && agreed) || now - sinceNanos >= LIMIT.toNanos();
    }
}
