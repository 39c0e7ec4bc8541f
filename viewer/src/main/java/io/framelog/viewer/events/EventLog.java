package io.framelog.viewer.events;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The newest events in Kafka, for those that must know what was told already. For one thread.
 *
 * @param topic the topic of events
 * @param consumer reads it; has no partitions meanwhile
 */
public record EventLog(EventTopic topic, LogConsumer consumer) {
    /** How long reading may take; later events are left out then. */
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /**
     * Reads the events that were written since a moment, up to those that are there now.
     *
     * @return whether the topic exists
     * @throws org.apache.kafka.common.KafkaException if it cannot be read
     */
    public boolean read(Instant since, Consumer<StreamEvent> reader) {
        Set<TopicPartition> partitions = consumer.partitions(topic.name());
        Map<TopicPartition, Long> from = consumer.offsetsAt(partitions, since.toEpochMilli());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        from.forEach((partition, offset) ->
                ranges.put(partition, new OffsetRange(offset, ends.getOrDefault(partition, offset))));
        consumer.read(ranges, LIMIT, record -> read(record, reader));
        return !partitions.isEmpty();
    }

    private void read(ConsumerRecord<byte[], ByteBuffer> record, Consumer<StreamEvent> reader) {
        if (record.value() != null) {
            byte[] value = new byte[record.value().remaining()];
            record.value().duplicate().get(value);
            topic.read(record.key(), value, Instant.ofEpochMilli(record.timestamp()))
                    .ifPresent(reader);
        }
    }
}
