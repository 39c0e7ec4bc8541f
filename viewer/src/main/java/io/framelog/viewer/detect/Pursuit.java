package io.framelog.viewer.detect;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Keeps detection near live. Where it falls behind it looks at fewer pictures; where that is not enough it leaves out
 * what it has not read. What a member has taken over from another it may read as fast as it can, for some time. For one
 * thread.
 */
final class Pursuit {
    /** It is never further behind than this and the time for the records of one poll. */
    static final Duration LIMIT = Duration.ofMillis(1500);
    /** How long a member may take to read what was written while nobody watched. */
    static final Duration CATCH_UP = Duration.ofSeconds(30);
    /** At most so many times fewer pictures: one in 2 seconds instead of 5 a second. */
    static final double MOST = 10;

    private static final long BEHIND_NANOS = Duration.ofMillis(400).toNanos();
    private static final long NEAR_NANOS = Duration.ofMillis(150).toNanos();
    private static final long ADAPT_NANOS = Duration.ofMillis(100).toNanos();
    private static final double FEWER = 1.25;
    private static final double MORE = 0.96;

    private static final class Reading {
        private final ReadingLag lag = new ReadingLag();
        private final long since;
        private long firstEnd = -1;
        private boolean caughtUp;
        private long behind;

        Reading(long since) {
            this.since = since;
        }
    }

    private final Map<TopicPartition, Reading> readings = new HashMap<>();
    private double factor = 1;
    private long adapted;

    /** Begins with partitions that may have to catch up. */
    void begin(Collection<TopicPartition> partitions, long now) {
        partitions.forEach(partition -> readings.put(partition, new Reading(now)));
        adapted = now;
    }

    void forget(Collection<TopicPartition> partitions) {
        readings.keySet().removeAll(partitions);
    }

    /** Notes where the reader of a partition is; see {@link ReadingLag#note}. */
    void note(TopicPartition partition, long position, long end, long now) {
        Reading reading = readings.get(partition);
        if (reading != null) {
            reading.behind = reading.lag.note(position, end, now);
            if (reading.firstEnd < 0) {
                reading.firstEnd = end;
            }
            // The end that was there at first must be reached: before, nothing tells how far behind it is.
            boolean near = position >= reading.firstEnd && reading.behind < LIMIT.toNanos();
            reading.caughtUp |= near || now - reading.since > CATCH_UP.toNanos();
        }
    }

    /** Decides how many pictures are looked at from now on. */
    void adapt(long now) {
        if (now - adapted < ADAPT_NANOS) {
            return;
        }
        adapted = now;
        long behind = behind();
        if (behind > BEHIND_NANOS) {
            factor = Math.min(MOST, factor * FEWER);
        } else if (behind < NEAR_NANOS) {
            factor = Math.max(1, factor * MORE);
        }
    }

    private long behind() {
        return readings.values().stream()
                .filter(reading -> reading.caughtUp)
                .mapToLong(reading -> reading.behind)
                .max()
                .orElse(0);
    }

    /** How many times longer than usual the time between two pictures of a stream is now; 1 if it can follow. */
    double factor() {
        return factor;
    }

    /** The partitions that have to be continued at their ends. */
    Set<TopicPartition> tooFar() {
        Set<TopicPartition> far = new HashSet<>();
        readings.forEach((partition, reading) -> {
            if (reading.caughtUp && reading.behind > LIMIT.toNanos()) {
                far.add(partition);
            }
        });
        return far;
    }

    /** How far behind the furthest partition is, also one that catches up, in seconds. */
    double seconds() {
        return readings.values().stream()
                        .mapToLong(reading -> reading.behind)
                        .max()
                        .orElse(0)
                / 1e9;
    }
}
