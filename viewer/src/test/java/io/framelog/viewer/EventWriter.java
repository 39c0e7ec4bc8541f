package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.testing.OrderedProducer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Writes to the topic of events that belongs to a topic of frames. Each event is acknowledged before the next. */
final class EventWriter implements AutoCloseable {
    private final EventTopic topic;
    private final Map<String, Object> server;
    private final KafkaProducer<byte[], byte[]> kafka;

    EventWriter(String bootstrapServer, String frameTopic) {
        topic = EventTopic.of(frameTopic);
        server = Map.of("bootstrap.servers", bootstrapServer, "linger.ms", 0);
        kafka = new OrderedProducer(bootstrapServer, server);
    }

    void createTopic(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.createTopics(Set.of(new NewTopic(topic.name(), Optional.of(partitions), Optional.of((short) 1))))
                    .all()
                    .get();
        }
    }

    void deleteTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.deleteTopics(Set.of(topic.name())).all().get();
        }
    }

    /** Removes the events of partition 0 before an offset, as retention does. */
    void deleteBefore(long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.deleteRecords(Map.of(new TopicPartition(topic.name(), 0), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    /** Writes an event that says that a stream is lost, with a number as its id. */
    void write(String stream, int number) throws ExecutionException, InterruptedException {
        write(stream, number, Instant.now());
    }

    void write(String stream, int number, Instant time) throws ExecutionException, InterruptedException {
        kafka.send(record(stream, number, time)).get();
    }

    /** Writes many events without waiting for each. */
    void writeMany(String stream, int count) {
        for (int number = 0; number < count; number++) {
            var unused = kafka.send(record(stream, number, Instant.now()));
        }
        kafka.flush();
    }

    /** Writes events without waiting for each. */
    void writeAll(List<StreamEvent> events) {
        events.forEach(event -> {
            var unused = kafka.send(topic.write(event));
        });
        kafka.flush();
    }

    private ProducerRecord<byte[], byte[]> record(String stream, int number, Instant time) {
        return topic.write(new StreamEvent(
                Integer.toString(number),
                EventType.LOST,
                time,
                new StreamName(stream),
                "",
                "",
                "",
                Optional.empty(),
                Map.of()));
    }

    void writeRaw(String stream, String value) throws ExecutionException, InterruptedException {
        kafka.send(new ProducerRecord<>(topic.name(), new StreamName(stream).toKey(), value.getBytes(UTF_8)))
                .get();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
