package io.framelog.viewer.access;

import java.time.Instant;

/**
 * A range of time, including both ends. Immutable.
 *
 * @param from the first moment
 * @param to the last moment, not before the first
 */
public record TimeRange(Instant from, Instant to) {
    /** Checks the order. */
    public TimeRange {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("to= is before from=");
        }
    }

    /** Whether a moment is in the range. */
    public boolean contains(Instant moment) {
        return !moment.isBefore(from) && !moment.isAfter(to);
    }
}
