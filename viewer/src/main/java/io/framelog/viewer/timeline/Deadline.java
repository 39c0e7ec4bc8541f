package io.framelog.viewer.timeline;

import java.time.Duration;
import java.util.function.LongSupplier;

/** When to stop asking Kafka and use what is known: after a time, or so many bytes. For one thread. */
final class Deadline {
    private final long nanos;
    private final LongSupplier bytes;
    private final long maxBytes;
    private boolean tooLate;

    /**
     * @param limit from now
     * @param bytes how many were read
     */
    Deadline(Duration limit, LongSupplier bytes, long maxBytes) {
        nanos = System.nanoTime() + limit.toNanos();
        this.bytes = bytes;
        this.maxBytes = maxBytes;
    }

    /** To be asked before there is more to ask Kafka for. */
    boolean isOver() {
        tooLate |= left().isZero();
        return tooLate || bytes.getAsLong() >= maxBytes;
    }

    /** Whether there was more to ask for when the time was over. */
    boolean wasTooLate() {
        return tooLate;
    }

    /** The time until then. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }
}
