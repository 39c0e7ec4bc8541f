package io.framelog.localkafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Clients of a broker. */
final class KafkaClients {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final String bootstrapServer;

    KafkaClients(LocalKafka kafka) {
        this(kafka.bootstrapServer());
    }

    KafkaClients(String bootstrapServer) {
        this.bootstrapServer = bootstrapServer;
    }

    String clusterId() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServer))) {
            return admin.describeCluster().clusterId().get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    void send(String topic, byte[] value) throws ExecutionException, InterruptedException, TimeoutException {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServer, "max.request.size", 16 << 20, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** The first record of a topic, read by a consumer group, which also needs Kafka's internal topics. */
    byte[] receive(String topic) {
        return receive(topic, 1).get(0).value();
    }

    /** For each of a topic's first records, how often its partition had changed its leader when it was written. */
    List<Integer> leaderEpochs(String topic, int count) {
        return receive(topic, count).stream()
                .map(received -> received.leaderEpoch().orElseThrow())
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> receive(String topic, int count) {
        List<ConsumerRecord<byte[], byte[]>> received = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServer, "group.id", "test", "auto.offset.reset", "earliest"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (received.size() < count) {
                consumer.poll(Duration.ofMillis(100)).forEach(received::add);
                if (System.nanoTime() > deadline) {
                    throw new AssertionError(received.size() + " records came from " + topic);
                }
            }
        }
        return received;
    }
}
