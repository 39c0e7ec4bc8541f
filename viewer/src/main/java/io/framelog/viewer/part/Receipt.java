package io.framelog.viewer.part;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * When frames were received from Kafka.
 *
 * @param nanos by {@link System#nanoTime()}
 * @param micros microseconds since the epoch
 */
public record Receipt(long nanos, long micros) {
    /**
     * A live frame is not older when it comes. If one seems to be, the clock that stamped it is behind, or it was not
     * stamped at all.
     */
    public static final Duration OLDEST = Duration.ofSeconds(10);

    /** When a frame of the past was read. How long ago it was captured tells nothing of its way. */
    static Receipt ofPast(long nanos) {
        return new Receipt(nanos, -1);
    }

    /**
     * How long before the receipt a frame was captured, in microseconds.
     *
     * @return negative if the clock that stamped it is ahead
     */
    public long sinceCapture(long capturedMicros) {
        return micros - capturedMicros;
    }

    /** Whether a frame can have been captured so long before its receipt, in microseconds. */
    public static boolean isPlausible(long sinceCapture) {
        return sinceCapture >= 0 && sinceCapture <= TimeUnit.NANOSECONDS.toMicros(OLDEST.toNanos());
    }
}
