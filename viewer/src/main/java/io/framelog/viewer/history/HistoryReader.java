package io.framelog.viewer.history;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds and reads a stream's frames at any place of the log. Places are found by Kafka's own index of times, then by key: in
 * a partition that is shared by many streams, a few of the others' frames are read as well. Of one thread; its methods throw
 * {@link org.apache.kafka.common.KafkaException} where Kafka does not answer.
 */
public final class HistoryReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HistoryReader.class);

    /** How long Kafka may take to answer. */
    static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
    /**
     * How far the clocks of the machines that fill one partition may be apart: a stream's frame of a time is looked for
     * among the others' frames of so much later.
     */
    static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private final Consumer<byte[], ByteBuffer> consumer;
    private final String topic;
    private final Offsets offsets;
    private final RecordFilter filter;
    private final BiConsumer<Consumer<byte[], ByteBuffer>, Boolean> giveBack;
    private boolean sound = true;

    HistoryReader(
            Consumer<byte[], ByteBuffer> consumer,
            String topic,
            StreamLocator places,
            RecordFilter filter,
            BiConsumer<Consumer<byte[], ByteBuffer>, Boolean> giveBack) {
        this.consumer = consumer;
        this.topic = topic;
        this.offsets = new Offsets(consumer, topic, places, filter);
        this.filter = filter;
        this.giveBack = giveBack;
    }

    /**
     * The frames of a stream from a moment on, as they were captured.
     *
     * @param from the first frame is the first at or after it
     * @param to the last frame is the last at or before it; what comes into the log after this call is never read
     */
    public FrameCursor cursor(StreamName stream, Moment from, Moment to) {
        Map<TopicPartition, Long> starts = new HashMap<>(offsets.starts(stream, from));
        Map<TopicPartition, Long> ends = offsets.ends(starts.keySet(), to);
        offsets.skipAbsence(stream, starts, ends);
        return new FrameCursor(
                consumer, filter, stream, starts, ends, from instanceof At at ? at.micros() : Long.MIN_VALUE, last(to));
    }

    /**
     * As the other, from where an earlier cursor stood to the log's present end.
     *
     * @param bounds for partitions that are to be read less far, the offset to stop before
     */
    public FrameCursor cursor(StreamName stream, Map<Integer, Long> from, Map<Integer, Long> bounds) {
        Map<TopicPartition, Long> starts = offsets.byPartition(from);
        Map<TopicPartition, Long> ends = offsets.ends(starts.keySet());
        ends.replaceAll((partition, end) -> Math.min(end, bounds.getOrDefault(partition.partition(), end)));
        offsets.skipAbsence(stream, starts, ends);
        return new FrameCursor(consumer, filter, stream, starts, ends, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /**
     * The frames of a stream before a place, the latest first.
     *
     * @param from for each of its partitions, the offset behind the first frame
     */
    public BackwardCursor backward(StreamName stream, Map<Integer, Long> from) {
        return backwardFrom(stream, offsets.byPartition(from));
    }

    /** The first frame at or after a moment. */
    public Optional<StoredFrame> first(StreamName stream, Moment from) {
        return Optional.ofNullable(cursor(stream, from, new Latest()).next());
    }

    /**
     * The frame that was shown at a moment: the last at or before it.
     *
     * @return empty where the log has none so early
     */
    public Optional<StoredFrame> shownAt(StreamName stream, Moment at) {
        return around(stream, at).before();
    }

    /** The frame nearest to a moment; empty where the log has none of the stream. */
    public Optional<StoredFrame> nearest(StreamName stream, Moment at) {
        Around around = around(stream, at);
        if (!(at instanceof At time)) {
            return around.before().or(() -> first(stream, at));
        }
        Optional<StoredFrame> before = around.before();
        // A later frame is looked for no further away than the earlier one is.
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
                    offsets.ends(starts.keySet(), at),
                    Long.MIN_VALUE,
                    Long.MAX_VALUE);
            after = forward.next();
            while (after != null && isAtOrBefore(after, at, last)) {
                before = after;
                after = forward.next();
            }
        }
        if (before == null) {
            before = backwardFrom(stream, starts).next();
        }
        return new Around(Optional.ofNullable(before), Optional.ofNullable(after));
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
    public PartitionBounds stretches(StreamName stream) {
        Set<TopicPartition> partitions = offsets.partitions(stream);
        return new PartitionBounds(
                Offsets.byNumber(offsets.begins(partitions)), Offsets.byNumber(offsets.ends(partitions)));
    }

    /**
     * The first and the next offset of partitions.
     *
     * @param begins the offset of the first record there is
     * @param ends the offset that the next record will have
     */
    public record PartitionBounds(Map<Integer, Long> begins, Map<Integer, Long> ends) {}

    /** For each of a stream's partitions the offset of the first record at or after a moment. */
    public Map<Integer, Long> offsets(StreamName stream, Moment moment) {
        return Offsets.byNumber(offsets.starts(stream, moment));
    }

    /**
     * For each of a stream's partitions, an offset that no frame up to a moment lies at or behind.
     *
     * @param to the last frame that is wanted is at or before it
     */
    public Map<Integer, Long> bounds(StreamName stream, Moment to) {
        return Offsets.byNumber(offsets.ends(offsets.partitions(stream), to));
    }

    private static long last(Moment to) {
        return to instanceof At at ? at.micros() : Long.MAX_VALUE;
    }

    /** To look at single places of partitions. */
    public LogProbe probe() {
        return new LogProbe(consumer, topic, filter);
    }

    /** The offset that a partition's next record will have; empty where there is no such partition. */
    public Optional<Long> end(int partition) {
        return offsets.end(partition);
    }

    /** Ends what is being read with an exception: the one method that another thread may call. The reader is of no use then. */
    public void cancel() {
        consumer.wakeup();
    }

    /** Says that the consumer is not to be used again, after a fault. */
    public void discard() {
        sound = false;
    }

    /** Gives the reader back. */
    @Override
    public void close() {
        try {
            consumer.assign(Set.of());
        } catch (RuntimeException e) {
            LOG.debug("a reader is not used again: {}", e.toString());
            sound = false;
        } finally {
            giveBack.accept(consumer, sound);
        }
    }
}
