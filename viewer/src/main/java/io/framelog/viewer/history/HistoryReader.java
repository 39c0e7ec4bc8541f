package io.framelog.viewer.history;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.kafka.StreamLocator;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads a stream's frames anywhere in the log, first by Kafka's time index, then by key: in a partition that
 * several streams share it also reads some of the others' frames. Not thread-safe. The borrower must close it. Its
 * methods throw {@link org.apache.kafka.common.KafkaException} if Kafka does not answer.
 */
public final class HistoryReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    /**
     * How far the clocks of machines that write to one partition may differ: a stream's frame is looked for among the
     * others' frames up to this much later.
     */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final LogConsumer consumer;
    private final String topic;
    private final OffsetLookup offsets;
    private final RecordFilter filter;
    private final BiConsumer<LogConsumer, Boolean> giveBack;
    private boolean reusable = true;

    HistoryReader(
            LogConsumer consumer,
            String topic,
            StreamLocator locator,
            RecordFilter filter,
            BiConsumer<LogConsumer, Boolean> giveBack) {
        this.consumer = consumer;
        this.topic = topic;
        this.offsets = new OffsetLookup(consumer, topic, locator, filter);
        this.filter = filter;
        this.giveBack = giveBack;
    }

    /**
     * A stream's frames from a moment on, in the order of their capture.
     *
     * @param from the first frame is the first at or after it
     * @param to the last frame is the last at or before it; records that come after this call are never read
     */
    public FrameCursor cursor(StreamName stream, Moment from, Moment to) {
        Map<TopicPartition, Long> starts = new HashMap<>(offsets.starts(stream, from));
        Map<TopicPartition, Long> ends = offsets.ends(stream, starts.keySet(), to);
        offsets.skipAbsence(stream, starts, ends);
        return new FrameCursor(
                consumer, filter, stream, starts, ends, from instanceof At at ? at.micros() : Long.MIN_VALUE, last(to));
    }

    /**
     * The same from where an earlier cursor stood to the log's present end.
     *
     * @param bounds by partition, an offset to stop before; a partition without one is read to its end
     * @param sinceMicros without bounds: the time from which on partitions are read that the stream has come into
     *     meanwhile; empty to read no others
     * @throws NoSuchPositionException if a partition is no longer there
     */
    public FrameCursor cursor(
            StreamName stream, Map<Integer, Long> from, Map<Integer, Long> bounds, OptionalLong sinceMicros) {
        Map<TopicPartition, Long> starts = offsets.byPartition(from);
        offsets.requireExistence(starts.keySet());
        if (bounds.isEmpty() && sinceMicros.isPresent()) {
            starts.putAll(offsets.furtherStarts(stream, starts.keySet(), sinceMicros.getAsLong()));
        }
        Map<TopicPartition, Long> ends = offsets.ends(starts.keySet());
        ends.replaceAll((partition, end) -> Math.min(end, bounds.getOrDefault(partition.partition(), end)));
        offsets.skipAbsence(stream, starts, ends);
        return new FrameCursor(consumer, filter, stream, starts, ends, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * A stream's frames before a place, the latest first.
     *
     * @param from by partition, the offset behind the first frame
     */
    public PastCursor backward(StreamName stream, Map<Integer, Long> from) {
        return backwardFrom(stream, offsets.byPartition(from));
    }

    /** The first frame at or after a moment. */
    public Optional<StoredFrame> first(StreamName stream, Moment from) {
        return Optional.ofNullable(cursor(stream, from, new Latest()).next());
    }

    /**
     * The frame that was shown at a moment: the last at or before it.
     *
     * @return empty if the log has none so early
     */
    public Optional<StoredFrame> shownAt(StreamName stream, Moment at) {
        return around(stream, at).before();
    }

    /** The frame nearest to a moment; empty if the log has none of the stream. */
    public Optional<StoredFrame> nearest(StreamName stream, Moment at) {
        Around around = around(stream, at);
        if (!(at instanceof At time)) {
            return around.before().or(() -> first(stream, at));
        }
        Optional<StoredFrame> before = around.before();
        // A later frame is only looked for as far away as the earlier one is.
        long distance = before.map(frame -> time.micros() - frame.frame().capturedMicros())
                .orElse(Long.MAX_VALUE);
        Moment until = before.isPresent() ? new At(time.micros() + distance) : new Latest();
        Optional<StoredFrame> after = around.after()
                .or(() -> Optional.ofNullable(cursor(stream, at, until).next()));
        return after.filter(frame -> frame.frame().capturedMicros() - time.micros() < distance)
                .or(() -> before);
    }

    /** A stream's last frame at or before a moment, and its first after. */
    private record Around(Optional<StoredFrame> before, Optional<StoredFrame> after) {}

    private Around around(StreamName stream, Moment at) {
        Map<TopicPartition, Long> starts = offsets.starts(stream, at);
        long last = at instanceof At time ? time.micros() : Long.MIN_VALUE;
        @Nullable StoredFrame before = null;
        @Nullable StoredFrame after = null;
        if (!(at instanceof Latest)) {
            FrameCursor forward = new FrameCursor(
                    consumer,
                    filter,
                    stream,
                    starts,
                    offsets.ends(stream, starts.keySet(), at),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE);
            int later = 0;
            for (StoredFrame next = forward.next(); next != null && later < FrameCursor.PASSED; next = forward.next()) {
                if (isAtOrBefore(next, at, last)) {
                    before = next;
                    later = 0;
                } else {
                    later++;
                    after = after == null || isEarlier(next, after) ? next : after;
                    if (!(at instanceof At)) {
                        break;
                    }
                }
            }
        }
        if (before == null) {
            before = lastBefore(stream, starts, at instanceof At ? last : Long.MAX_VALUE);
        }
        return new Around(Optional.ofNullable(before), Optional.ofNullable(after));
    }

    /** The last frame before these offsets. Frames from the future are passed over: their clock was wrong. */
    private @Nullable StoredFrame lastBefore(StreamName stream, Map<TopicPartition, Long> starts, long lastMicros) {
        PastCursor backward = backwardFrom(stream, starts);
        StoredFrame frame = backward.next();
        for (int i = 1; i < FrameCursor.PASSED && frame != null && frame.frame().capturedMicros() > lastMicros; i++) {
            frame = backward.next();
        }
        return frame == null || frame.frame().capturedMicros() > lastMicros ? null : frame;
    }

    private static boolean isEarlier(StoredFrame frame, StoredFrame other) {
        return frame.frame().capturedMicros() < other.frame().capturedMicros();
    }

    private static boolean isAtOrBefore(StoredFrame frame, Moment at, long lastMicros) {
        return at instanceof Exactly exactly
                ? frame.position().equals(exactly.position())
                : frame.frame().capturedMicros() <= lastMicros;
    }

    private BackwardCursor backwardFrom(StreamName stream, Map<TopicPartition, Long> starts) {
        return new BackwardCursor(consumer, filter, stream, offsets.upToLast(stream, starts));
    }

    /** Where a stream's partitions begin and end now. */
    public PartitionBounds partitionBounds(StreamName stream) {
        Set<TopicPartition> partitions = offsets.partitions(stream);
        return new PartitionBounds(
                OffsetLookup.byNumber(offsets.begins(partitions)), OffsetLookup.byNumber(offsets.ends(partitions)));
    }

    /**
     * Where partitions begin and end.
     *
     * @param begins by partition, the offset of the first record
     * @param ends by partition, the offset that the next record will have
     */
    public record PartitionBounds(Map<Integer, Long> begins, Map<Integer, Long> ends) {}

    /** By partition of a stream, the offset of the first record at or after a moment. */
    public Map<Integer, Long> offsets(StreamName stream, Moment moment) {
        return OffsetLookup.byNumber(offsets.starts(stream, moment));
    }

    /**
     * By partition of a stream, an offset that is greater than those of all frames up to a moment.
     *
     * @param to the last frame is at or before it
     */
    public Map<Integer, Long> bounds(StreamName stream, Moment to) {
        return OffsetLookup.byNumber(offsets.ends(stream, offsets.partitions(stream), to));
    }

    /**
     * Refuses a time in the future, unless the log has a frame that is so late.
     *
     * @throws FutureMomentException if it refuses
     */
    public void requireKnown(StreamName stream, Moment moment) {
        offsets.requireKnown(stream, moment);
    }

    private static long last(Moment to) {
        return to instanceof At at ? at.micros() : Long.MAX_VALUE;
    }

    /** Looks at single places of the log, with this reader's consumer. */
    public LogSampler sampler() {
        return new LogSampler(consumer, topic, filter);
    }

    /** The offset that a partition's next record will have; empty if there is no such partition. */
    public Optional<Long> end(int partition) {
        return offsets.end(partition);
    }

    /** Ends a reading with an exception; from any thread. The reader must not be used again. */
    public void cancel() {
        consumer.wakeup();
    }

    /** Prevents that the consumer is used again, after a fault. */
    public void discard() {
        reusable = false;
    }

    /** Gives the consumer back. */
    @Override
    public void close() {
        try {
            consumer.unassign();
        } catch (RuntimeException e) {
            LOG.debug("a consumer cannot be used again: {}", e.toString());
            reusable = false;
        } finally {
            giveBack.accept(consumer, reusable);
        }
    }
}
