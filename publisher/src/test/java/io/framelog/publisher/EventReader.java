package io.framelog.publisher;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic of events from its beginning, as any consumer would. */
final class EventReader {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private EventReader() {}

    /**
     * All events of a stream, as soon as they meet a condition and no more follow for a moment.
     *
     * @param frameTopic whose topic of events exists
     */
    static List<StreamEvent> readUntil(String bootstrapServer, String frameTopic, Predicate<List<StreamEvent>> wanted) {
        EventTopic topic = EventTopic.of(frameTopic);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServer),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = partitions(consumer, topic);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<StreamEvent> events = new ArrayList<>();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            boolean more = true;
            while (more || !wanted.test(events)) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("it did not come to this: " + events);
                }
                int before = events.size();
                consumer.poll(Duration.ofMillis(300))
                        .forEach(record -> events.add(
                                topic.read(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                                        .orElseThrow()));
                more = events.size() > before;
            }
            return List.copyOf(events);
        }
    }

    /** Waits for the topic: its creator knows of it sooner than others. */
    private static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, EventTopic topic) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .sorted(Comparator.comparingInt(TopicPartition::partition))
                    .toList();
            if (!partitions.isEmpty()) {
                return partitions;
            }
        }
        throw new AssertionError("there is no topic " + topic.name());
    }
}
