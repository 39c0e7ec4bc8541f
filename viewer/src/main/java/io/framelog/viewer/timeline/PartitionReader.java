package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReader.PartitionBounds;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.RecordSample;
import io.framelog.viewer.history.RecordSample.SeenFrame;
import io.framelog.viewer.kafka.OffsetRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Counts a stream's frames in each of its partitions, in the best way that its limits allow: reads all of a short span,
 * asks Kafka's time index where that is right, and else samples the log. Not thread-safe.
 */
final class PartitionReader {
    /** A span with more bytes in its partitions is not read as a whole. */
    private static final long MAX_WHOLE_BYTES = 8 << 20;
    /** The same in records. */
    private static final long MAX_WHOLE_RECORDS = 20_000;

    private final HistoryReader reader;
    private final LogSampler sampler;
    private final StreamName stream;
    private final TimeBuckets buckets;
    private final Instant now;
    private final Deadline deadline;

    /** @param deadline of the samples */
    PartitionReader(
            HistoryReader reader,
            LogSampler sampler,
            StreamName stream,
            TimeBuckets buckets,
            Instant now,
            Deadline deadline) {
        this.reader = reader;
        this.sampler = sampler;
        this.stream = stream;
        this.buckets = buckets;
        this.now = now;
        this.deadline = deadline;
    }

    /** @param shared whether a partition is known to have more than one stream */
    List<PartitionFrames> read(PartitionBounds bounds, IntPredicate shared) {
        Map<Integer, OffsetRange> ranges = ranges(bounds);
        if (isSmall(ranges)) {
            List<SeenFrame> frames = new ArrayList<>();
            if (readWhole(ranges, frames)) {
                return List.of(new WholeFrames(frames, buckets));
            }
        }
        int maxBounds = Math.max(1, PartitionEstimate.MAX_BOUNDS / Math.max(1, ranges.size()));
        List<PartitionFrames> partitions = new ArrayList<>();
        ranges.forEach((partition, range) -> {
            PartitionEstimate estimate = new PartitionEstimate(
                    sampler,
                    stream,
                    partition,
                    new OffsetRange(
                            bounds.begins().getOrDefault(partition, 0L),
                            bounds.ends().getOrDefault(partition, 0L)),
                    buckets,
                    maxBounds);
            estimate.sample(shared.test(partition), ranges.size() > 1, deadline);
            partitions.add(
                    estimate.isTrusted()
                            ? estimate
                            : new ScatteredFrames(
                                    (from, to) -> sampler.sample(stream, partition, from, to),
                                    range,
                                    buckets,
                                    deadline));
        });
        return partitions;
    }

    /** By partition, the records that may be of the buckets' time. */
    private Map<Integer, OffsetRange> ranges(PartitionBounds bounds) {
        // Whatever the newest records' times are, they may be of the present.
        Map<Integer, Long> ends = buckets.span().to() >= now.toEpochMilli()
                ? bounds.ends()
                : reader.bounds(stream, new At(micros(buckets.span().to())));
        Map<Integer, OffsetRange> ranges = new HashMap<>();
        reader.offsets(stream, new At(micros(buckets.span().from()))).forEach((partition, from) -> {
            ranges.put(partition, new OffsetRange(from, Math.max(from, ends.getOrDefault(partition, from))));
        });
        return ranges;
    }

    private static long micros(long millis) {
        return TimeUnit.MILLISECONDS.toMicros(millis);
    }

    private boolean isSmall(Map<Integer, OffsetRange> ranges) {
        long records =
                ranges.values().stream().mapToLong(PartitionReader::length).sum();
        if (records > MAX_WHOLE_RECORDS) {
            return false;
        }
        ranges.forEach((partition, range) -> {
            if (length(range) > 0) {
                sampler.sample(stream, partition, range.from() + length(range) / 2, range.to());
            }
        });
        return records * sampler.meanBytes() <= MAX_WHOLE_BYTES;
    }

    private static long length(OffsetRange range) {
        return range.to() - range.from();
    }

    /** @return whether there was enough time */
    private boolean readWhole(Map<Integer, OffsetRange> ranges, List<SeenFrame> frames) {
        for (Map.Entry<Integer, OffsetRange> range : ranges.entrySet()) {
            if (length(range.getValue()) > 0) {
                RecordSample all = sampler.readAll(stream, range.getKey(), range.getValue(), deadline.left());
                if (all.end() < range.getValue().to()) {
                    return false;
                }
                frames.addAll(all.frames());
            }
        }
        return true;
    }
}
