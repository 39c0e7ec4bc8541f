package io.framelog.viewer.timeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to stop asking Kafka and use what is known: after a time, or so many bytes. */
final class Deadline {
    private final long nanos;
    private final LongSupplier bytes;
    private final long maxBytes;

    /**
     * @param limit from now
     * @param bytes how many were read
     */
    Deadline(Duration limit, LongSupplier bytes, long maxBytes) {
        nanos = System.nanoTime() + limit.toNanos();
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    boolean isOver() {
        return left().isZero() || bytes.getAsLong() >= maxBytes;
    }

    /** The time until then. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }
}
