package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.Faces;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code viewer detect --faces} and {@code viewer --detect} tell of faces in streams, and nothing twice. The tests run
 * at once, because they film at the pace of a camera.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class DetectFacesIT {
    private static final int FPS = 5;
    private static final double NOBODY = -1;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String server;
    private final String topic;
    private final EventTopic events;
    private final Producer topics;
    private final KafkaProducer<byte[], byte[]> producer;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<StreamEvent> seen = new ArrayList<>();
    private final List<ServiceProcess> processes = new ArrayList<>();

    DetectFacesIT(TestKafka kafka) {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        events = EventTopic.of(topic);
        topics = new Producer(server, topic);
        producer = new OrderedProducer(server, Map.of("linger.ms", 0));
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @BeforeEach
    void createTopics() throws Exception {
        topics.createTopic(1);
        try (EventWriter writer = new EventWriter(server, topic)) {
            writer.createTopic(1);
        }
        TopicPartition partition = new TopicPartition(events.name(), 0);
        consumer.assign(List.of(partition));
        consumer.seekToBeginning(List.of(partition));
    }

    @AfterEach
    void close() {
        processes.forEach(ServiceProcess::close);
        consumer.close();
        producer.close();
        topics.close();
    }

    private ServiceProcess detect(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("detect", "--group", topic));
        all.addAll(List.of(arguments));
        return start(all.toArray(String[]::new));
    }

    private ServiceProcess start(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--topic", topic));
        // Without a model in its usual place.
        Map<String, String> environment = Map.of("FRAMELOG_BOOTSTRAP_SERVER", server, "XDG_DATA_HOME", "/nonexistent");
        ServiceProcess process = ServiceProcess.start("viewer", environment, all.toArray(String[]::new));
        processes.add(process);
        return process;
    }

    /** A room in which a woman is at a place. */
    private static byte[] picture(double place) {
        BufferedImage picture = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(640), chance.nextInt(360), chance.nextInt(120), chance.nextInt(80));
        }
        if (place != NOBODY) {
            Faces.paintWoman(painter, (int) place, 100);
        }
        painter.dispose();
        return Images.bytes(Images.jpeg(picture));
    }

    /** Writes frames at their real pace. */
    private void film(double seconds, DoubleUnaryOperator place) throws Exception {
        long begin = System.nanoTime();
        for (int i = 0; i < seconds * FPS; i++) {
            double t = (double) i / FPS;
            long wait = begin + (long) (t * 1e9) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            byte[] frame = picture(place.applyAsDouble(t));
            var unusedMetadata = producer.send(new ProducerRecord<>(topic, "front".getBytes(UTF_8), frame))
                    .get();
        }
    }

    /** The types and phases of the events, in alphabetical order. */
    private List<String> awaitEvents(int count) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (seen.size() < count && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                events.read(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                        .ifPresent(seen::add);
            }
        }
        assertTrue(seen.size() >= count, () -> seen + "\n" + processes.get(0).output());
        return seen.stream()
                .map(event -> event.type().shortName() + "-" + event.more().get("phase"))
                .sorted()
                .toList();
    }

    @Test
    void tellsOfFacesWhileSomethingMoves() throws Exception {
        findsAFace(detect("--quiet", "3s", "--faces"), "watching partitions", 16);
    }

    @Test
    void tellsOfFacesThatAModelFinds() throws Exception {
        String model = Faces.model().toString();
        findsAFace(detect("--quiet", "3s", "--face-model", model), "watching partitions", 16);
    }

    @Test
    void aViewerLooksForFacesItself() throws Exception {
        findsAFace(start("--port", "0", "--detect", "motion,face"), "watching partitions", 23);
    }

    private void findsAFace(ServiceProcess detector, String ready, double seconds) throws Exception {
        var unusedLine = detector.awaitLine(ready);
        Instant before = Instant.now();
        film(seconds, t -> t >= 7 && t < 11 ? 40 + 90 * (t - 7) : NOBODY);

        assertEquals(List.of("face-began", "face-ended", "motion-began", "motion-ended"), awaitEvents(4));

        List<StreamEvent> faces = faces();
        StreamEvent began = faces.get(0);
        StreamEvent ended = faces.get(1);
        assertEquals("io.framelog.face", began.type().value());
        assertEquals("front", began.stream().value());
        assertEquals(began.more().get("event"), ended.more().get("event"));
        assertEquals(began.more().get("event") + "-began", began.id());
        assertTrue(began.id().startsWith("face-"), began.id());
        assertEquals(8, Duration.between(before, began.time()).toMillis() / 1e3, 2);
        assertEquals(11, Duration.between(before, ended.time()).toMillis() / 1e3, 1);
        assertTrue(ended.more().get("boxes") instanceof List<?> boxes && boxes.size() == 1, ended.toString());
        assertTrue(String.valueOf(ended.more().get("picture")).startsWith("data:image/jpeg;base64,"), ended.toString());
    }

    @Test
    void anotherProcessGoesOnWithAFaceWhenOneIsKilled() throws Exception {
        ServiceProcess first = detect("--quiet", "60s", "--faces");
        var unusedLine = first.awaitLine("watching partitions");
        film(11, t -> t >= 7 ? 40 + 90 * (t - 7) : NOBODY);
        assertEquals(List.of("face-began", "motion-began"), awaitEvents(2));

        first.signal("KILL");
        var unusedCode = first.awaitExit();
        var unusedOther = detect("--quiet", "60s", "--faces").awaitLine("watching partitions");
        film(3, t -> 400 - 90 * t); // then there are no more frames

        assertEquals(List.of("face-began", "face-ended", "motion-began", "motion-ended"), awaitEvents(4));
        assertEquals(
                1,
                faces().stream()
                        .map(event -> event.more().get("event"))
                        .distinct()
                        .count());
    }

    private List<StreamEvent> faces() {
        return seen.stream()
                .filter(event -> event.type().shortName().equals("face"))
                .toList();
    }
}
