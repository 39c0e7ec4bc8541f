package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.RecordSample;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.timeline.TimeIndex.Silence;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * Finds out whether a partition's time index tells the stream's time. It does not if a record from the future hides
 * those behind it, if a clock was set back, or if another clock stamped the records.
 */
final class IndexTrust {
    /** How far a sample's times may be from what the index says. */
    static final Duration TOLERANCE = Duration.ofSeconds(10);
    /** So many frames at other times than the index says refute it; fewer may have a wrong time themselves. */
    private static final int REFUTED = 3;
    /** The most silences that are checked, the longest first. */
    private static final int MAX_CHECKS = 20;
    /** How many records behind one tell whether it is out of order. */
    private static final int FOLLOWING = 3;

    private final LogSampler sampler;
    private final StreamName stream;
    private final int partition;
    private final long end;
    private final TimeIndex index;
    private final TimeBuckets buckets;
    private long contradictions;

    /** @param end the partition's */
    IndexTrust(LogSampler sampler, StreamName stream, int partition, long end, TimeIndex index, TimeBuckets buckets) {
        this.sampler = sampler;
        this.stream = stream;
        this.partition = partition;
        this.end = end;
        this.index = index;
        this.buckets = buckets;
    }

    /** Compares a sample with the time that the index says it is from. */
    void check(RecordSample sample, Span span) {
        if (!sample.frames().isEmpty()) {
            long middle = sample.middleMillis();
            if (middle < span.from() - TOLERANCE.toMillis() || middle > span.to() + TOLERANCE.toMillis()) {
                contradictions += sample.frames().size();
            }
        }
    }

    /**
     * Whether the index is right, as far as a few places show.
     *
     * @param behind the first offset that is later than all buckets, by the index
     */
    boolean isRight(long behind) {
        if (behind < end) {
            check(
                    sampler.sample(stream, partition, behind, end),
                    new Span(buckets.span().to(), Long.MAX_VALUE / 2));
        }
        return contradictions < REFUTED
                && index.silences(TOLERANCE.toMillis(), Long.MAX_VALUE).stream()
                        .sorted(Comparator.comparingLong(
                                        (Silence silence) -> silence.span().length())
                                .reversed())
                        .limit(MAX_CHECKS)
                        .noneMatch(silence -> isOutOfOrder(silence.nextOffset()));
    }

    /** Whether the record that ends a silence is later than those that follow it. */
    private boolean isOutOfOrder(long offset) {
        List<Long> times =
                offset >= end ? List.of() : sampler.times(partition, new OffsetRange(offset, offset + FOLLOWING));
        List<Long> next = times.stream().skip(1).limit(FOLLOWING).sorted().toList();
        return !next.isEmpty() && next.get((next.size() - 1) / 2) < times.get(0) - TOLERANCE.toMillis();
    }
}
