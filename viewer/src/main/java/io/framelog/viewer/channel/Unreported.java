package io.framelog.viewer.channel;

import java.time.Duration;

/**
 * The frames of one picture that are on their way to a window: it has not reported that it has handled them. With more
 * of them, a window that is slow at showing frames would show old ones; with fewer, a distant one could not use its
 * bandwidth. Only for the fan-out thread.
 */
final class Unreported {
    /** This many may always be on their way: a stream may have only a few frames a second. */
    static final int LEAST = 6;
    /** More may be on their way if all were sent within this time, so that a window a round trip away has each frame. */
    static final Duration AGE = Duration.ofMillis(500);
    /** But not more than this. */
    static final int MOST = 20;

    private final long[] sentNanos = new long[MOST];
    private long sent;
    private long reported;

    /** A frame was sent. */
    void sent(long now) {
        sentNanos[slot(sent)] = now;
        sent++;
    }

    /** The window has handled so many frames in all. What it says may be old or wrong. */
    void reported(long frames) {
        reported = Math.max(reported, Math.min(frames, sent));
    }

    /** Whether no further frame may be sent now. */
    boolean isFull(long now) {
        long count = sent - reported;
        return count >= MOST || (count >= LEAST && now - sentNanos[slot(reported)] >= AGE.toNanos());
    }

    private static int slot(long frame) {
        return (int) (frame % MOST);
    }
}
