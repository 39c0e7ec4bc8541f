package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code viewer detect} finds motion in streams, shares them with other processes, and tells nothing twice. The tests
 * run at once, because they film at the pace of a camera.
 */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(KafkaExtension.class)
@Timeout(240)
class DetectIT {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SLOW_MACHINE_SECONDS = 5;

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
        producer = new OrderedProducer(server, Map.of("linger.ms", 0));
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

    /** The tests share a broker, so each has a group of its own. */
    private ServiceProcess detect(String quiet) throws Exception {
        ServiceProcess process = ServiceProcess.start(
                "viewer",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", server),
                "detect",
                "--topic",
                topic,
                "--group",
                topic,
                "--quiet",
                quiet);
        detectors.add(process);
        return process;
    }

    /** Writes frames of streams at their real pace, in which somebody goes from one second to another. */
    private void film(List<String> streams, double seconds, double from, double to) throws Exception {
        Visit visit = new Visit(from, to);
        long begin = System.nanoTime();
        for (int i = 0; i < seconds * Visit.FPS; i++) {
            double t = (double) i / Visit.FPS;
            long wait = begin + (long) (t * 1e9) - System.nanoTime();
            if (wait > 0) {
                Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
            }
            for (String stream : streams) {
                var unusedMetadata = producer.send(
                                new ProducerRecord<>(topic, null, stream.getBytes(UTF_8), visit.picture(t)))
                        .get();
            }
        }
    }

    private void film(String stream, double seconds, double from, double to) throws Exception {
        film(List.of(stream), seconds, from, to);
    }

    private void awaitEvents(Predicate<List<StreamEvent>> enough) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!enough.test(seen) && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                events.read(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                        .ifPresent(seen::add);
            }
        }
        assertTrue(
                enough.test(seen),
                () -> seen + "\n"
                        + detectors.stream().map(ServiceProcess::output).collect(Collectors.joining("\n---\n")));
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
        assertFalse(began.more().containsKey("picture"));
        String picture = String.valueOf(ended.more().get("picture"));
        assertTrue(picture.startsWith("data:image/jpeg;base64,"), picture);
        byte[] jpeg = Base64.getDecoder().decode(picture.substring(picture.indexOf(',') + 1));
        assertTrue(jpeg.length <= 32 * 1024, jpeg.length + " bytes");
        assertEquals(
                Optional.of(new ImageSize(320, 180)), ImageSize.read(ImageFormat.JPEG, ByteBuffer.wrap(jpeg)), "size");
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

    @Test
    void theOtherProcessWatchesTheStreamsOfOneThatIsKilledWithinTenSeconds() throws Exception {
        ServiceProcess first = detect("15s");
        var unusedLine = first.awaitLine("watching partitions \\[0, 1, 2\\]");
        ServiceProcess second = detect("15s");
        var unusedOther = second.awaitLine("watching partitions");

        long watches = watches(second);
        first.signal("KILL");
        long killed = System.nanoTime();

        Await.until("the other one watches more", () -> watches(second) > watches);
        double seconds = (System.nanoTime() - killed) / 1e9;
        assertTrue(seconds < 10 + SLOW_MACHINE_SECONDS, "after " + seconds + " s");
    }

    private static long watches(ServiceProcess detector) {
        return detector.output()
                .lines()
                .filter(line -> line.contains("watching partitions"))
                .count();
    }

    @Test
    void resumesWhereItsGroupWasButAtMostAMinuteBack() throws Exception {
        Instant begin = Instant.now().minusSeconds(150);
        List<Visit> visits = List.of(new Visit(20, 24), new Visit(115, 119));
        for (int i = 0; i < 150 * Visit.FPS; i++) {
            double t = (double) i / Visit.FPS;
            byte[] picture = visits.get(t < 70 ? 0 : 1).picture(t);
            var unusedMetadata = producer.send(new ProducerRecord<>(
                    topic, 0, begin.plusMillis((long) (1000 * t)).toEpochMilli(), "front".getBytes(UTF_8), picture));
        }
        producer.flush();
        Map<TopicPartition, OffsetAndMetadata> atTheBeginning = new HashMap<>();
        for (int i = 0; i < PARTITIONS; i++) {
            atTheBeginning.put(new TopicPartition(topic, i), new OffsetAndMetadata(0));
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", server))) {
            admin.alterConsumerGroupOffsets(topic, atTheBeginning).all().get();
        }

        ServiceProcess detector = detect("3s");
        var unusedLine = detector.awaitLine("watching partitions");
        awaitEvents(all -> all.size() >= 2);

        assertEquals(
                115,
                Duration.between(begin, seen.get(0).time()).toMillis() / 1e3,
                1,
                "and not the visit at 20: " + seen);
        assertEquals(seen.get(0).more().get("event"), seen.get(1).more().get("event"));
    }

    @Test
    void noEventIsLostOrToldTwiceWhenOneOfThreeProcessesIsKilled() throws Exception {
        List<String> streams = List.of("a", "b", "c", "d", "e", "f");
        for (int i = 0; i < PARTITIONS; i++) {
            var unusedLine = detect("15s").awaitLine("watching partitions");
        }
        ExecutorService camera = Executors.newSingleThreadExecutor();
        try {
            Future<?> filming = camera.submit(() -> {
                film(streams, 40, 10, 14);
                return null;
            });
            awaitEvents(all -> !all.isEmpty());
            detectors.get(0).signal("KILL");
            filming.get();
        } finally {
            camera.shutdownNow();
        }

        awaitEvents(all -> all.size() >= 2 * streams.size());

        Map<String, List<Object>> phases = seen.stream()
                .collect(Collectors.groupingBy(
                        event -> event.stream().value(),
                        TreeMap::new,
                        Collectors.mapping(event -> event.more().getOrDefault("phase", ""), Collectors.toList())));
        assertEquals(
                streams.stream()
                        .collect(Collectors.toMap(
                                it -> it, it -> List.of("began", "ended"), (one, other) -> one, TreeMap::new)),
                phases,
                () -> seen.toString());
        assertEquals(
                streams.size(),
                seen.stream()
                        .map(event -> event.stream() + " " + event.more().get("event"))
                        .distinct()
                        .count());
    }

    @Test
    void recordsThatAreNoPicturesHarmNoStream() throws Exception {
        ServiceProcess detector = detect("3s");
        var unusedLine = detector.awaitLine("watching partitions");
        byte[] picture = new Visit(0, 0).picture(0);
        byte[] huge = picture.clone();
        for (int i = 0; i < huge.length - 8; i++) { // a picture that says that it is 65,000 pixels wide and high
            if (huge[i] == (byte) 0xFF && huge[i + 1] == (byte) 0xC0) {
                huge[i + 5] = (byte) 0xFD;
                huge[i + 7] = (byte) 0xFD;
            }
        }
        List<byte[]> hostile = List.of(
                new byte[0],
                "no picture".getBytes(UTF_8),
                Arrays.copyOf(picture, 300),
                Arrays.copyOfRange(picture, 100, picture.length),
                huge);
        for (int i = 0; i < 300; i++) {
            byte[] value = hostile.get(i % hostile.size());
            byte[] key = i % 7 == 0 ? new byte[2000] : ("hostile" + i % 2).getBytes(UTF_8);
            ProducerRecord<byte[], byte[]> record =
                    new ProducerRecord<>(topic, i % PARTITIONS, i % 3 == 0 ? null : (long) i, key, value);
            record.headers().add("captured-us", i % 2 == 0 ? "999999999999999999".getBytes(UTF_8) : new byte[9]);
            var unusedMetadata = producer.send(record).get();
        }

        film("front", 18, 8, 12);

        awaitEvents(all -> all.size() >= 2);
        assertEquals(List.of("front", "front"), streams());
    }

    @Test
    void followsItsFileAndKeepsTheSettingsWhileItHasMistakes(@TempDir Path folder) throws Exception {
        Path config = Files.writeString(folder.resolve("detect.yaml"), "streams: {front: {motion: false}}");
        ServiceProcess detector = ServiceProcess.start(
                "viewer",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", server),
                "detect",
                "--topic",
                topic,
                "--group",
                topic,
                "--quiet",
                "3s",
                "--config",
                config.toString());
        detectors.add(detector);
        var unusedLine = detector.awaitLine("watching partitions");
        film(List.of("front", "back"), 14, 5, 8);
        awaitEvents(all -> all.size() >= 2);
        assertEquals(List.of("back", "back"), streams());

        Files.writeString(config, "streams: {front: {motoin: false}}");
        detector.awaitLine("line 1: streams.front.motoin: there is no such key");
        detector.awaitLine("the streams go on as before");
        Files.writeString(config, "streams: {back: {motion: false}}");
        detector.signal("HUP");
        detector.awaitLine("other settings for the streams .back.; 0 go on as before");
        film(List.of("front", "back"), 16, 8, 11);
        awaitEvents(all -> all.size() >= 4);

        assertEquals(List.of("back", "back", "front", "front"), streams());
        detector.signal("TERM");
        assertEquals(143, detector.awaitExit(), detector.output());
    }

    private List<String> streams() {
        return seen.stream().map(event -> event.stream().value()).toList();
    }

    @Test
    void aViewerLooksForMotionItselfAndSaysWhereItIs() throws Exception {
        try (RunningViewer viewer = RunningViewer.detecting(server, topic)) {
            Await.until("a member of the group", () -> viewer.count("detect_partitions") == PARTITIONS);
            ExecutorService camera = Executors.newSingleThreadExecutor();
            try {
                Future<?> filming = camera.submit(() -> {
                    film("front", 22, 8, 13);
                    return null;
                });
                viewer.awaitStream("front", "motion", true);
                assertFalse(filming.isDone());
                viewer.awaitStream("front", "motion", ""); // it is missing
                filming.get();
            } finally {
                camera.shutdownNow();
            }
            awaitEvents(all -> all.size() >= 2);
            assertEquals(2, seen.size(), seen.toString());
            assertEquals(2, viewer.count("detect_events_total"));
            assertTrue(
                    viewer.count("detect_samples_total") > 90,
                    () -> viewer.service().metrics().scrape(any -> true));
            assertEquals(0, viewer.count("detect_leaps_total"));
        }
    }
}
