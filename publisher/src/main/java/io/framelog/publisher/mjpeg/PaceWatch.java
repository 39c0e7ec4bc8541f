package io.framelog.publisher.mjpeg;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Tells a file from a live stream where the server does not say how much it sends: a file comes as fast as the network
 * is, a live stream as fast as its pictures are made.
 */
final class PaceWatch {
    /** How long a server is watched. */
    private static final Duration TIME = Duration.ofMillis(250);

    /** What was seen. */
    enum Seen {
        /** All of the body has come. */
        END,
        /** More than a live stream has. */
        MUCH,
        LITTLE
    }

    private PaceWatch() {}

    /**
     * Watches a body for a moment.
     *
     * @param bytes more than a live stream sends in a quarter of a second
     * @param keeps whether what comes is still needed
     */
    static Seen watch(AnswerBody body, Window window, long bytes, boolean keeps) throws IOException {
        body.until(System.nanoTime() + TIME.toNanos());
        try {
            long seen = 0;
            int before = window.end();
            while (window.fill()) {
                seen += window.end() - before;
                if (seen >= bytes) {
                    return Seen.MUCH;
                }
                if (!keeps) {
                    window.discardTo(window.end());
                    window.compact();
                }
                before = window.end();
            }
            return window.isFull() ? Seen.MUCH : Seen.END;
        } catch (SocketTimeoutException e) {
            return Seen.LITTLE;
        } finally {
            body.always();
        }
    }
}
