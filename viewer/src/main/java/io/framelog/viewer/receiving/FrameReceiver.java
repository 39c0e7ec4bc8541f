package io.framelog.viewer.receiving;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.latency.EpochClock;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords.Reason;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the partitions of the watched streams from their ends, and hands the frames to the streams: one thread and one
 * consumer for everything live. Other partitions are not fetched.
 */
public final class FrameReceiver implements ConsumerThread.Work {
    private static final Logger LOG = LoggerFactory.getLogger(FrameReceiver.class);
    /** How long one poll waits; a change of the watched streams ends it. */
    private static final Duration POLL = Duration.ofSeconds(1);
    /** The same while the end of a partition is not known yet. */
    private static final Duration START_POLL = Duration.ofMillis(100);

    private final String topic;
    private final WatchPlan plan;
    private final LiveStreams streams;
    private final Catalog catalog;
    private final PartPool pool;
    private final RecordFilter filter;
    private final ReceiverCounters counters;
    private final EpochClock clock = EpochClock.system();
    private final FrameOrder order = new FrameOrder();
    private final Lag lag = new Lag();
    private final Runnable onUndeserializable;
    /** Partitions whose end, where reading starts, is not known yet. */
    private final Set<TopicPartition> starting = new HashSet<>();

    private Set<Integer> assigned = Set.of();

    /** @param plan tells which partitions to read */
    public FrameReceiver(
            String topic,
            WatchPlan plan,
            LiveStreams streams,
            Catalog catalog,
            PartPool pool,
            RecordFilter filter,
            ReceiverCounters counters) {
        this.topic = topic;
        this.plan = plan;
        this.streams = streams;
        this.catalog = catalog;
        this.pool = pool;
        this.filter = filter;
        this.counters = counters;
        this.onUndeserializable = () -> counters.skipped().add(Reason.NO_FRAME, 1);
    }

    @Override
    public Duration step(LogConsumer consumer) {
        assign(consumer, plan.partitions());
        if (assigned.isEmpty()) {
            counters.lag(0);
            return ConsumerThread.UNTIL_WOKEN;
        }
        try {
            show(consumer.poll(starting.isEmpty() ? POLL : START_POLL, onUndeserializable));
            noteStarts(consumer);
            skipBacklog(consumer);
        } catch (WakeupException e) {
            LOG.debug("the watched streams have changed");
        }
        return Duration.ZERO;
    }

    @Override
    public void connected() {
        starting.clear();
        assigned = Set.of();
    }

    private void assign(LogConsumer consumer, Set<Integer> wanted) {
        if (wanted.equals(assigned)) {
            return;
        }
        Set<TopicPartition> partitions = topicPartitions(wanted);
        consumer.assign(partitions);
        Set<Integer> added = new HashSet<>(wanted);
        added.removeAll(assigned);
        if (!added.isEmpty()) {
            // Also if the partition was read before: what came meanwhile is old.
            consumer.seekToEnd(topicPartitions(added));
        }
        starting.addAll(topicPartitions(added));
        starting.retainAll(partitions);
        assigned = Set.copyOf(wanted);
        Set<Integer> kept = new HashSet<>(wanted);
        kept.removeAll(added);
        plan.keepStarts(kept);
        lag.keep(partitions);
        order.keep(streams.names());
        LOG.debug("reading the partitions {}", assigned);
    }

    /** Discovery finds the frames before these starts. */
    private void noteStarts(LogConsumer consumer) {
        starting.removeIf(partition -> {
            OptionalLong start = consumer.knownPosition(partition);
            start.ifPresent(offset -> plan.started(partition.partition(), offset));
            return start.isPresent();
        });
    }

    private Set<TopicPartition> topicPartitions(Collection<Integer> partitions) {
        return partitions.stream()
                .map(partition -> new TopicPartition(topic, partition))
                .collect(Collectors.toSet());
    }

    private void show(ConsumerRecords<byte[], ByteBuffer> records) {
        Receipt receipt = new Receipt(System.nanoTime(), clock.micros());
        for (ConsumerRecord<byte[], ByteBuffer> record : records) {
            Frame frame = filter.read(record);
            if (frame != null) {
                catalog.observe(ObservedFrame.of(frame, record), true);
                catalog.countArrivals(frame.stream(), 1);
                show(frame, new Position(record.partition(), record.offset()), receipt);
            }
        }
    }

    private void show(Frame frame, Position position, Receipt receipt) {
        LiveStream stream = streams.find(frame.stream());
        if (stream == null) {
            counters.unwatched();
            return;
        }
        counters.frame(frame.image().remaining(), receipt.sinceCapture(frame.capturedMicros()));
        if (!order.admit(frame.stream(), position.partition(), frame.capturedMicros(), receipt.nanos())) {
            counters.skipped().add(Reason.OUT_OF_ORDER, 1);
            return;
        }
        @Nullable Part part = pool.fill(frame, position, receipt);
        if (part == null) {
            counters.skipped().add(Reason.POOL_FULL, 1);
            stream.leftOut();
            return;
        }
        stream.offer(part);
    }

    /** If more comes than can be read, skips to the newest. */
    private void skipBacklog(LogConsumer consumer) {
        long now = System.nanoTime();
        long total = 0;
        for (TopicPartition partition : consumer.assignment()) {
            long behind = consumer.lag(partition);
            total += behind;
            if (lag.isTooLong(partition, behind, now)) {
                counters.skipped().add(Reason.BEHIND, behind - 1);
                streams.all().forEach(LiveStream::leftOut);
                consumer.seek(partition, consumer.position(partition) + behind - 1);
                LOG.debug("{} records behind in {}: continuing with the newest", behind, partition);
            }
        }
        counters.lag(total);
    }
}
