package io.framelog.publisher.encode;

import java.util.OptionalDouble;

/** Limits the frame rate by leaving pictures out evenly, by their own times. For one thread. */
final class RateLimit {
    private final long interval;
    private long tolerance;
    private long next = Long.MIN_VALUE;

    /** @param framesPerSecond the highest frame rate; empty: no limit */
    RateLimit(OptionalDouble framesPerSecond) {
        interval = framesPerSecond.isPresent() ? Math.round(1_000_000 / framesPerSecond.getAsDouble()) : 0;
    }

    /**
     * A source starts, with its own clock.
     *
     * @param frameInterval the source's frame interval in microseconds
     */
    void begin(long frameInterval) {
        // A picture may be early by this much. Without a tolerance, jitter would turn 30 pictures per second, with a
        // limit of 30, into 20. The tolerance is less than half an interval, so that no picture takes another's place.
        tolerance = Math.min(interval / 4, frameInterval / 2);
        next = Long.MIN_VALUE;
    }

    /**
     * Whether a picture passes.
     *
     * @param time in microseconds, by one clock for all pictures
     */
    boolean admits(long time) {
        if (interval == 0) {
            return true;
        }
        boolean stepped = next != Long.MIN_VALUE && time < next - 2 * interval;
        if (next == Long.MIN_VALUE || stepped) {
            next = time;
        }
        if (time < next - tolerance) {
            return false;
        }
        next = Math.max(next + interval, time - tolerance);
        return true;
    }
}
