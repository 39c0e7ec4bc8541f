package io.framelog.viewer.notify;

import io.framelog.viewer.kafka.KafkaHealth;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topic of events as a member of a consumer group, and delivers what it finds. A group that has no offsets yet
 * begins at the time when the program was started. Offsets are committed when the receiver has the events. While an event
 * cannot be delivered, the partitions are paused and the consumer stays in its group. Not thread-safe.
 */
final class DeliveryWork implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
    /** How long to wait for events, and how often to look after the receiver. */
    private static final Duration POLL = Duration.ofMillis(500);

    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);
    /** How long a member that leaves may take. */
    private static final Duration LEAVE_LIMIT = Duration.ofSeconds(1);
    /** How often to look whether the topic exists, while there is nothing to read. */
    private static final Duration TOPIC_CHECK = Duration.ofSeconds(5);

    private final String topic;
    private final long beginMillis;
    private final Outbox outbox;
    private final OpenOffsets offsets;
    private final Deliveries deliveries;
    private final ReceiverCounters counters;
    private final KafkaHealth health;
    private final Set<TopicPartition> ready = new HashSet<>();
    private @Nullable Consumer<byte[], byte[]> consumer;
    private long nextCheck = System.nanoTime();

    /** @param beginMillis where a new group begins, in milliseconds since 1970 */
    DeliveryWork(
            String topic,
            long beginMillis,
            Outbox outbox,
            OpenOffsets offsets,
            Deliveries deliveries,
            ReceiverCounters counters,
            KafkaHealth health) {
        this.topic = topic;
        this.beginMillis = beginMillis;
        this.outbox = outbox;
        this.offsets = offsets;
        this.deliveries = deliveries;
        this.counters = counters;
        this.health = health;
    }

    /** A new consumer was made. */
    void begin(Consumer<byte[], byte[]> made) {
        consumer = made;
        made.subscribe(Set.of(topic), this);
    }

    /** Reads a little and makes at most one attempt to deliver. */
    void step(Consumer<byte[], byte[]> reader) {
        boolean reads = outbox.next() == null;
        if (reads) {
            reader.resume(ready);
        } else {
            reader.pause(reader.assignment());
        }
        ConsumerRecords<byte[], byte[]> records = reader.poll(reads ? POLL : min(deliveries.untilNextAttempt(), POLL));
        prepare(reader);
        records.forEach(outbox::take);
        if (reads && records.isEmpty() && hasReadAll(reader)) {
            outbox.caughtUp();
        }
        if (reader.assignment().isEmpty()) {
            lookForTopic(reader);
        } else {
            deliveries.tend();
            deliveries.attempt(outbox);
        }
        counters.waiting(outbox.size() + lag(reader));
        commit(reader);
    }

    private boolean hasReadAll(Consumer<byte[], byte[]> reader) {
        return reader.assignment().stream()
                .allMatch(partition -> reader.currentLag(partition).orElse(1) == 0);
    }

    private static long lag(Consumer<byte[], byte[]> reader) {
        return reader.assignment().stream()
                .mapToLong(partition -> reader.currentLag(partition).orElse(0))
                .sum();
    }

    private void lookForTopic(Consumer<byte[], byte[]> reader) {
        if (System.nanoTime() - nextCheck >= 0) {
            nextCheck = System.nanoTime() + TOPIC_CHECK.toNanos();
            if (reader.partitionsFor(topic, ANSWER_LIMIT).isEmpty()) {
                health.noTopic();
            } else {
                health.ready();
            }
        }
    }

    /** Finds out where to begin in new partitions. Until then they are paused. */
    private void prepare(Consumer<byte[], byte[]> reader) {
        Set<TopicPartition> added = reader.assignment().stream()
                .filter(partition -> !ready.contains(partition))
                .collect(Collectors.toSet());
        if (added.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> known = reader.committed(added, ANSWER_LIMIT);
        Set<TopicPartition> unknown =
                added.stream().filter(partition -> known.get(partition) == null).collect(Collectors.toSet());
        if (!unknown.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> begin = beginning(reader, unknown);
            // Committed at once: what comes while no process runs is told by the next one.
            reader.commitSync(begin, ANSWER_LIMIT);
            begin.forEach(reader::seek);
        }
        ready.addAll(added);
        health.ready();
    }

    /** By time: a topic that is created later, or not known yet, is read from its beginning. */
    private Map<TopicPartition, OffsetAndMetadata> beginning(
            Consumer<byte[], byte[]> reader, Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, beginMillis));
        // The ends first: an event that is written between the two requests must not be passed over.
        Map<TopicPartition, Long> ends = reader.endOffsets(partitions, ANSWER_LIMIT);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found = reader.offsetsForTimes(times, ANSWER_LIMIT);
        Map<TopicPartition, OffsetAndMetadata> begin = new HashMap<>();
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp first = found.get(partition);
            begin.put(
                    partition,
                    new OffsetAndMetadata(first == null ? ends.getOrDefault(partition, 0L) : first.offset()));
        }
        return begin;
    }

    private void commit(Consumer<byte[], byte[]> reader) {
        Map<TopicPartition, OffsetAndMetadata> done = offsets.toCommit();
        if (!done.isEmpty()) {
            reader.commitSync(done, ANSWER_LIMIT);
            offsets.committed(done);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        ready.removeAll(partitions);
        if (consumer != null) {
            consumer.pause(partitions);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            if (consumer != null) {
                commit(consumer);
            }
        } catch (KafkaException e) {
            LOG.debug("events may be told again", e);
        }
        onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        ready.removeAll(partitions);
        outbox.forget(partitions);
        if (ready.isEmpty()) {
            deliveries.retire();
        }
    }

    /** Leaves the group. */
    void end(Consumer<byte[], byte[]> reader) {
        try {
            reader.close(CloseOptions.timeout(LEAVE_LIMIT));
        } catch (KafkaException e) {
            LOG.debug("the group will notice that this process has gone", e);
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
