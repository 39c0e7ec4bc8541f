package io.framelog.publisher.encode;

import io.framelog.publisher.source.MediaSink;
import java.util.OptionalDouble;

/** Thins pictures out to a rate, evenly, by their own times. For one thread. */
final class RateLimit {
    private final long interval;
    private long next = Long.MIN_VALUE;

    /** @param framesPerSecond never more than these; empty: all */
    RateLimit(OptionalDouble framesPerSecond) {
        interval = framesPerSecond.isPresent() ? Math.round(1_000_000 / framesPerSecond.getAsDouble()) : 0;
    }

    /** A source begins, with a clock of its own. */
    void begin() {
        next = Long.MIN_VALUE;
    }

    /** @param time of the source's clock in microseconds; a picture without a time is let pass */
    boolean admits(long time) {
        if (interval == 0 || time == MediaSink.NO_TIME) {
            return true;
        }
        boolean stepped = next != Long.MIN_VALUE && time < next - 2 * interval;
        if (next == Long.MIN_VALUE || stepped) {
            next = time;
        }
        // A quarter of the interval is forgiven, or jitter would turn 30 pictures of 30 asked for into 20.
        if (time < next - interval / 4) {
            return false;
        }
        next = Math.max(next + interval, time - interval / 4);
        return true;
    }
}
