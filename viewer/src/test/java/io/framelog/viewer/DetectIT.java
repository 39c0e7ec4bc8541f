package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.Position;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code viewer detect} finds motion in streams, shares them with other processes, and tells nothing twice. */
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class DetectIT {
    private static final int FPS = 5;
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String server;
    private final String topic;
    private final EventTopic events;
    private final Producer topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<StreamEvent> seen = new ArrayList<>();
    private final List<ServiceProcess> detectors = new ArrayList<>();

    DetectIT(TestKafka kafka) {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        events = EventTopic.of(topic);
        topics = new Producer(server, topic);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", server, "linger.ms", 0),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @BeforeEach
    void createTopics() throws Exception {
        topics.createTopic(PARTITIONS);
        try (EventWriter writer = new EventWriter(server, topic)) {
            writer.createTopic(1);
        }
        TopicPartition partition = new TopicPartition(events.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @AfterEach
    void close() {
        detectors.forEach(ServiceProcess::close);
        consumer.close();
        producer.close();
        topics.close();
    }

    private ServiceProcess detect(String quiet) throws Exception {
        ServiceProcess process = ServiceProcess.start(
                "viewer", Map.of("FRAMELOG_BOOTSTRAP_SERVER", server), "detect", "--topic", topic, "--quiet", quiet);
        detectors.add(process);
        return process;
    }

    /** A room in which somebody is at a place; nobody below 0. */
    private static byte[] picture(int person) {
        BufferedImage picture = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(320), chance.nextInt(180), chance.nextInt(60), chance.nextInt(40));
        }
        if (person >= 0) {
            painter.setColor(Color.WHITE);
            painter.fillRect(person, 60, 24, 70);
        }
        painter.dispose();
        return Images.bytes(Images.jpeg(picture));
    }

    /** Writes frames at their real pace, in which somebody goes from one second to another; first at second 0. */
    private void film(String stream, double seconds, double from, double to) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < seconds * FPS; i++) {
            double t = (double) i / FPS;
            long wait = begin + (long) (t * 1e9) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            int person = t >= from && t < to ? (int) (20 + 40 * (t - from)) : -1;
            var unusedMetadata = producer.send(
                            new ProducerRecord<>(topic, null, stream.getBytes(StandardCharsets.UTF_8), picture(person)))
                    .get();
        }
    }

    private void awaitEvents(Predicate<List<StreamEvent>> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(seen) && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                events.read(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                        .ifPresent(seen::add);
            }
        }
        assertTrue(enough.test(seen), () -> seen + "\n" + detectors.get(0).output());
    }

    @Test
    void writesWhenMotionBeginsAndWhenItIsOver() throws Exception {
        ServiceProcess detector = detect("3s");
        var unusedLine = detector.awaitLine("watching partitions");
        Instant before = Instant.now();
        film("front", 18, 8, 12);

        awaitEvents(all -> all.size() >= 2);

        assertEquals(2, seen.size(), seen.toString());
        StreamEvent began = seen.get(0);
        StreamEvent ended = seen.get(1);
        assertEquals("io.framelog.motion", began.type().value());
        assertEquals("front", began.stream().value());
        assertEquals("began", began.more().get("phase"));
        assertEquals("ended", ended.more().get("phase"));
        assertEquals(began.more().get("event"), ended.more().get("event"));
        assertEquals(began.more().get("event") + "-began", began.id());
        assertEquals(8, Duration.between(before, began.time()).toMillis() / 1e3, 1);
        assertEquals(12, Duration.between(before, ended.time()).toMillis() / 1e3, 1);
        Position newest = ended.newest().orElseThrow();
        assertTrue(newest.offset() >= 55 && newest.offset() <= 65, newest.toString());
        assertTrue(ended.more().get("boxes") instanceof List<?> boxes && boxes.size() == 1, ended.toString());
    }

    @Test
    void anotherProcessGoesOnWithAnEventWhenOneIsKilled() throws Exception {
        ServiceProcess first = detect("15s");
        var unusedLine = first.awaitLine("watching partitions");
        film("front", 10, 8, 10);
        awaitEvents(all -> all.size() == 1);

        first.signal("KILL");
        var unusedCode = first.awaitExit();
        ServiceProcess second = detect("15s");
        var unusedOther = second.awaitLine("watching partitions");
        film("front", 20, 0, 3);

        awaitEvents(all -> all.size() >= 2);

        assertEquals(2, seen.size(), "nothing is told twice: " + seen);
        assertEquals("ended", seen.get(1).more().get("phase"));
        assertEquals(seen.get(0).more().get("event"), seen.get(1).more().get("event"));
    }
}
