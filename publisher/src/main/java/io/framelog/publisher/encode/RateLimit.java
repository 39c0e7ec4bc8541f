package io.framelog.publisher.encode;

import java.util.OptionalDouble;

/** Thins pictures out to a rate, evenly, by their own times. For one thread. */
final class RateLimit {
    private final long interval;
    private long forgiven;
    private long next = Long.MIN_VALUE;

    /** @param framesPerSecond never more than these; empty: all */
    RateLimit(OptionalDouble framesPerSecond) {
        interval = framesPerSecond.isPresent() ? Math.round(1_000_000 / framesPerSecond.getAsDouble()) : 0;
    }

    /**
     * A source begins, with a clock of its own.
     *
     * @param frameInterval of the source, in microseconds
     */
    void begin(long frameInterval) {
        // So much too early counts as in time, or jitter would turn 30 pictures of 30 asked for into 20; but a picture
        // that is
        // nearer to the due time of another is never taken for it.
        forgiven = Math.min(interval / 4, frameInterval / 2);
        next = Long.MIN_VALUE;
    }

    /**
     * Whether a picture is let pass.
     *
     * @param time of one clock for all pictures, in microseconds
     */
    boolean admits(long time) {
        if (interval == 0) {
            return true;
        }
        boolean stepped = next != Long.MIN_VALUE && time < next - 2 * interval;
        if (next == Long.MIN_VALUE || stepped) {
            next = time;
        }
        if (time < next - forgiven) {
            return false;
        }
        next = Math.max(next + interval, time - forgiven);
        return true;
    }
}
