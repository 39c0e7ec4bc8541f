package io.framelog.viewer.catalog;

import java.time.Duration;

/** Measures the frames per second of the last few seconds. Not thread-safe. */
final class RateMeter {
    /** A window's length; the rate is that of the last full window and the present one so far. */
    private static final long WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

    private static final double NANOS_PER_SECOND = 1e9;

    private boolean started;
    private long windowStart;
    private long count;
    private long lastCount;
    private long lastNanos;
    private long newest;

    /** Counts frames that arrived since the last call. */
    void add(long frames, long now) {
        if (!started) {
            // Frames from before the first call say nothing about the rate.
            started = true;
            windowStart = now;
            return;
        }
        count += frames;
        newest = now;
        roll(now);
    }

    /** Frames per second; 0 if none came lately, or it is too early to say. */
    double perSecond(long now) {
        if (!started) {
            return 0;
        }
        roll(now);
        // Frames are counted in batches: the time since the last batch is not yet without frames.
        long end = now - newest < 2 * NANOS_PER_SECOND ? Math.max(newest, windowStart) : now;
        long nanos = lastNanos + (end - windowStart);
        // In the first second a rate would be a guess.
        return nanos < NANOS_PER_SECOND ? 0 : (lastCount + count) * NANOS_PER_SECOND / nanos;
    }

    private void roll(long now) {
        long elapsed = now - windowStart;
        if (elapsed >= WINDOW_NANOS) {
            boolean idle = elapsed >= 2 * WINDOW_NANOS;
            lastCount = idle ? 0 : count;
            lastNanos = idle ? WINDOW_NANOS : elapsed;
            count = 0;
            windowStart = now;
        }
    }
}
