package io.framelog.publisher.encode;

import java.util.OptionalDouble;

/** The rate that a user has chosen. Pictures are left out evenly. For one thread. */
public final class EvenRate implements RateLimit {
    private final long interval;
    private long tolerance;
    private long next = Long.MIN_VALUE;

    /** @param framesPerSecond the highest frame rate; empty: no limit */
    public EvenRate(OptionalDouble framesPerSecond) {
        interval = framesPerSecond.isPresent() ? Math.round(1_000_000 / framesPerSecond.getAsDouble()) : 0;
    }

    @Override
    public void begin(long frameInterval) {
        // A picture may be early by this much. Without a tolerance, jitter would turn 30 pictures per second, with a
        // limit of 30, into 20. The tolerance is less than half an interval, so that no picture takes another's place.
        tolerance = Math.min(interval / 4, frameInterval / 2);
        next = Long.MIN_VALUE;
    }

    @Override
    public boolean admits(long time) {
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
