package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.testing.OrderedProducer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** A plain Kafka producer without Framelog's code. Each record is acknowledged before the next. */
final class Producer implements AutoCloseable {
    private final String topic;
    private final Map<String, Object> server;
    private final KafkaProducer<byte[], byte[]> kafka;

    Producer(String bootstrapServer, String topic) {
        this.topic = topic;
        this.server = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        this.kafka = new OrderedProducer(
                bootstrapServer,
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                        100,
                        ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                        16 << 20));
    }

    void createTopic(int partitions) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.createTopics(Set.of(new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))
                            .configs(Map.of("max.message.bytes", "16777216"))))
                    .all()
                    .get();
        }
    }

    void deleteTopic() throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.deleteTopics(Set.of(topic)).all().get();
        }
    }

    RecordMetadata send(@Nullable String stream, byte[] value) throws ExecutionException, InterruptedException {
        return send(null, stream, value);
    }

    RecordMetadata send(@Nullable Integer partition, @Nullable String stream, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        byte @Nullable [] key = stream == null ? null : new StreamName(stream).toKey();
        return kafka.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    /** Writes a record with a key of any bytes. */
    RecordMetadata sendRaw(int partition, byte[] key, byte[] value) throws ExecutionException, InterruptedException {
        return kafka.send(new ProducerRecord<>(topic, partition, key, value)).get();
    }

    void say(String stream, StreamStatus status) throws ExecutionException, InterruptedException {
        StatusTopic statuses = StatusTopic.of(topic);
        kafka.send(new ProducerRecord<>(statuses.name(), new StreamName(stream).toKey(), statuses.write(status)))
                .get();
    }

    /** Writes a status of any form. */
    void sayRaw(String stream, String json) throws ExecutionException, InterruptedException {
        String statuses = StatusTopic.of(topic).name();
        kafka.send(new ProducerRecord<>(statuses, new StreamName(stream).toKey(), json.getBytes(UTF_8)))
                .get();
    }

    /** Writes a frame that claims to be captured then. */
    void send(int partition, String stream, byte[] value, Instant captured)
            throws ExecutionException, InterruptedException {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, captured);
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, new StreamName(stream).toKey(), value);
        record.headers().add("captured-us", Long.toString(micros).getBytes(UTF_8));
        kafka.send(record).get();
    }

    /** Sends one small frame of each of these streams at once. */
    void burst(List<String> streams, byte[] value) {
        for (String stream : streams) {
            var unused = kafka.send(new ProducerRecord<>(topic, new StreamName(stream).toKey(), value));
        }
        kafka.flush();
    }

    @Override
    public void close() {
        kafka.close();
    }
}
