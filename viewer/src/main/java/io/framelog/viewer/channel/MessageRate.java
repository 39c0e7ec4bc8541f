package io.framelog.viewer.channel;

import java.time.Duration;

/** Limits how often a window says something, on average. For one thread at a time. */
final class MessageRate {
    /** A window reports what it has shown a few times a second. */
    static final int PER_SECOND = 20;
    /** The time over which the average is taken. */
    static final Duration OVER = Duration.ofSeconds(10);

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MOST = PER_SECOND * OVER.toSeconds();

    private double left = MOST;
    private long lastNanos;

    /** @param nowNanos the present time */
    MessageRate(long nowNanos) {
        lastNanos = nowNanos;
    }

    /** Counts a message. @return false if it is one too many */
    boolean allows(long nowNanos) {
        left = Math.min(MOST, left + (nowNanos - lastNanos) / NANOS_PER_SECOND * PER_SECOND);
        lastNanos = nowNanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }
}
