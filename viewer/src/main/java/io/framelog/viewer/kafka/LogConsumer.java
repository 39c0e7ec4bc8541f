package io.framelog.viewer.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * A Kafka consumer as the viewer uses it: without a group, and with a limit for each answer. Its methods throw a {@link
 * org.apache.kafka.common.KafkaException} if Kafka does not answer in time. Not thread-safe, except {@link #wakeup()}.
 */
public final class LogConsumer implements AutoCloseable {
    /** How long Kafka may take to answer while somebody waits for a page. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Consumer<byte[], ByteBuffer> consumer;
    private final Duration answerLimit;

    /** @param consumer belongs to this object, which closes it */
    public LogConsumer(Consumer<byte[], ByteBuffer> consumer) {
        this(consumer, ANSWER_LIMIT);
    }

    /**
     * A consumer with another limit.
     *
     * @param consumer belongs to this object, which closes it
     * @param answerLimit how long Kafka may take to answer; requests are repeated meanwhile
     */
    public LogConsumer(Consumer<byte[], ByteBuffer> consumer, Duration answerLimit) {
        this.consumer = consumer;
        this.answerLimit = answerLimit;
    }

    /** How long Kafka may take to answer. */
    public Duration answerLimit() {
        return answerLimit;
    }

    /** The partitions of a topic; empty if it does not exist. */
    public Set<TopicPartition> partitions(String topic) {
        return partitions(topic, answerLimit);
    }

    /** The partitions of a topic, with another limit for the answer. */
    public Set<TopicPartition> partitions(String topic, Duration limit) {
        return consumer.partitionsFor(topic, limit).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    /** The offset of each partition's first record. */
    public Map<TopicPartition, Long> beginOffsets(Collection<TopicPartition> partitions) {
        return partitions.isEmpty() ? Map.of() : consumer.beginningOffsets(partitions, answerLimit);
    }

    /** The offset that each partition's next record will have. */
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
        return partitions.isEmpty() ? Map.of() : consumer.endOffsets(partitions, answerLimit);
    }

    /**
     * Each partition's first record at or after a time, by Kafka's time index; without the partitions that have none.
     *
     * @param millis since the epoch
     */
    public Map<TopicPartition, OffsetAndTimestamp> firstRecordsAt(Collection<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> times =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> Math.max(0, millis)));
        Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
        consumer.offsetsForTimes(times, answerLimit).forEach((partition, record) -> {
            if (record != null) {
                found.put(partition, record);
            }
        });
        return found;
    }

    /**
     * The offset of each partition's first record at or after a time, or the partition's end if there is none.
     *
     * @param millis since the epoch
     * @return the caller's own map
     */
    public Map<TopicPartition, Long> offsetsAt(Collection<TopicPartition> partitions, long millis) {
        // The ends first: a record that is written between the two requests must not be passed over.
        Map<TopicPartition, Long> offsets = new HashMap<>(endOffsets(partitions));
        firstRecordsAt(partitions, millis).forEach((partition, record) -> offsets.put(partition, record.offset()));
        return offsets;
    }

    /** Reads these partitions from now on, and no others. Partitions that it read before keep their positions. */
    public void assign(Set<TopicPartition> partitions) {
        consumer.assign(partitions);
    }

    /** Reads from these offsets on, and nothing else. Resumes what is paused. */
    public void assignAt(Map<TopicPartition, Long> offsets) {
        unassign();
        consumer.assign(offsets.keySet());
        offsets.forEach(consumer::seek);
    }

    /** Reads nothing from now on, so that no fetch waits at the log's end and delays the next one. */
    public void unassign() {
        consumer.assign(Set.of());
    }

    /** The partitions that it reads. */
    public Set<TopicPartition> assignment() {
        return consumer.assignment();
    }

    /** Continues at an offset. */
    public void seek(TopicPartition partition, long offset) {
        consumer.seek(partition, offset);
    }

    /** Continues at the ends that the partitions have when Kafka is asked for them. */
    public void seekToEnd(Set<TopicPartition> partitions) {
        consumer.seekToEnd(partitions);
    }

    /** Fetches no more of a partition until it is resumed or assigned again. */
    public void pause(TopicPartition partition) {
        consumer.pause(Set.of(partition));
    }

    /** Fetches a paused partition again. */
    public void resume(TopicPartition partition) {
        consumer.resume(Set.of(partition));
    }

    /** The offset of the next record of a partition that it reads. */
    public long position(TopicPartition partition) {
        return position(partition, answerLimit);
    }

    /** The offset of the next record of a partition that it reads, with another limit for the answer. */
    public long position(TopicPartition partition, Duration limit) {
        return consumer.position(partition, limit);
    }

    /** The same without asking Kafka; empty if it is not known yet. */
    public OptionalLong knownPosition(TopicPartition partition) {
        try {
            return OptionalLong.of(position(partition, Duration.ZERO));
        } catch (TimeoutException e) {
            return OptionalLong.empty();
        }
    }

    /** The number of records between the position and the end that Kafka last told; 0 if that is not known. */
    public long lag(TopicPartition partition) {
        return consumer.currentLag(partition).orElse(0);
    }

    /** The next records, or none after this time. Skips a record that cannot be deserialized. */
    public ConsumerRecords<byte[], ByteBuffer> poll(Duration limit) {
        return poll(limit, () -> {});
    }

    /** As {@link #poll(Duration)}; {@code onUndeserializable} runs for each skipped record. */
    public ConsumerRecords<byte[], ByteBuffer> poll(Duration limit, Runnable onUndeserializable) {
        try {
            return consumer.poll(limit);
        } catch (RecordDeserializationException e) {
            onUndeserializable.run();
            consumer.seek(e.topicPartition(), e.offset() + 1);
            return ConsumerRecords.empty();
        }
    }

    /**
     * Reads ranges to their ends. Nothing is assigned afterwards.
     *
     * @param limit gives up after this: a range may end with a record that consumers never see
     * @param reader takes the records; may get some behind a range's end
     * @return where the reading ended
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException if retention has removed the first record,
     *     and the consumer has no other place to begin
     */
    public Map<TopicPartition, Long> read(
            Map<TopicPartition, OffsetRange> ranges,
            Duration limit,
            java.util.function.Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        if (ranges.isEmpty()) {
            return Map.of();
        }
        try {
            assignAt(ranges.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, range -> range.getValue()
                    .from())));
            long start = System.nanoTime();
            while (!isDone(ranges) && System.nanoTime() - start < limit.toNanos()) {
                poll(POLL).forEach(reader);
            }
            return ranges.keySet().stream().collect(Collectors.toMap(Function.identity(), this::position));
        } finally {
            unassign();
        }
    }

    /**
     * Reads a range until the reader has enough, its end or the limit. Nothing is assigned afterwards.
     *
     * @param enough takes a record, and says whether it was the last that is wanted; may get some behind the range
     * @throws org.apache.kafka.clients.consumer.OffsetOutOfRangeException if retention has removed the first record,
     *     and the consumer has no other place to begin
     */
    public void readUntil(
            TopicPartition partition,
            OffsetRange range,
            Duration limit,
            Predicate<ConsumerRecord<byte[], ByteBuffer>> enough) {
        try {
            assignAt(Map.of(partition, range.from()));
            long start = System.nanoTime();
            while (position(partition) < range.to() && System.nanoTime() - start < limit.toNanos()) {
                for (ConsumerRecord<byte[], ByteBuffer> record : poll(POLL)) {
                    if (enough.test(record)) {
                        return;
                    }
                }
            }
        } finally {
            unassign();
        }
    }

    private boolean isDone(Map<TopicPartition, OffsetRange> ranges) {
        boolean done = true;
        for (Map.Entry<TopicPartition, OffsetRange> range : ranges.entrySet()) {
            if (position(range.getKey()) < range.getValue().to()) {
                done = false;
            } else {
                pause(range.getKey());
            }
        }
        return done;
    }

    /** Ends a wait with a {@link org.apache.kafka.common.errors.WakeupException}. Can be called from any thread. */
    public void wakeup() {
        consumer.wakeup();
    }

    /** Closes the connections without waiting. */
    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
