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
    /**
     * Whether the topic exists.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not say
     */
    public boolean exists() {
        return !consumer.partitions(topic.name()).isEmpty();
    }

    /**
     * Reads the events that were written since a moment, up to those that are there now.
     *
     * @param limit how long it may take
     * @return whether all were read
     * @throws org.apache.kafka.common.KafkaException if they cannot be read
     */
    public boolean read(Instant since, Duration limit, Consumer<StreamEvent> reader) {
        Set<TopicPartition> partitions = consumer.partitions(topic.name());
        Map<TopicPartition, Long> from = consumer.offsetsAt(partitions, since.toEpochMilli());
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        from.forEach((partition, offset) ->
                ranges.put(partition, new OffsetRange(offset, ends.getOrDefault(partition, offset))));
        Map<TopicPartition, Long> reached = consumer.read(ranges, limit, record -> read(record, reader));
        return ranges.entrySet().stream()
                .allMatch(range -> reached.getOrDefault(range.getKey(), 0L)
                        >= range.getValue().to());
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
