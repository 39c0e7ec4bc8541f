package io.framelog.benchmarks.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Notices, independently of Framelog, when a broker accepts a record again. It tries ten times a second. */
final class Probe implements AutoCloseable {
    private static final String TOPIC = "probe";
    private static final int TRY_MILLIS = 100;

    private final KafkaProducer<byte[], byte[]> producer;
    private volatile long answerMicros;
    private volatile boolean closed;

    Probe(String bootstrapServer) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServer))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServer,
                        "reconnect.backoff.ms",
                        TRY_MILLIS,
                        "reconnect.backoff.max.ms",
                        TRY_MILLIS,
                        "request.timeout.ms",
                        1000,
                        "delivery.timeout.ms",
                        1000,
                        "linger.ms",
                        0,
                        "max.block.ms",
                        1000,
                        "enable.idempotence",
                        false),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Looks for an answer from now on. */
    void watch() {
        Thread thread = new Thread(this::tryOn, "probe");
        thread.setDaemon(true);
        thread.start();
    }

    private void tryOn() {
        while (answerMicros == 0 && !closed) {
            try {
                var unused =
                        producer.send(new ProducerRecord<>(TOPIC, new byte[1])).get();
                answerMicros = System.currentTimeMillis() * 1000;
            } catch (ExecutionException | RuntimeException e) {
                // It is still away.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    boolean hasAnswer() {
        return answerMicros != 0;
    }

    /** When it came, microseconds since the epoch. */
    long answerMicros() {
        return answerMicros;
    }

    @Override
    public void close() {
        closed = true;
        producer.close(Duration.ZERO);
    }
}
