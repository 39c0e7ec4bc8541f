package io.framelog.viewer.timeline;

import java.time.Duration;

/** When to stop asking Kafka and use what is known. */
final class Deadline {
    private final long nanos;

    /** @param limit from now */
    Deadline(Duration limit) {
        nanos = System.nanoTime() + limit.toNanos();
    }

    boolean isOver() {
        return System.nanoTime() - nanos >= 0;
    }
}
