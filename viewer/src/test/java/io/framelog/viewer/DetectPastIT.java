package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code viewer detect --from} searches a real log. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class DetectPastIT {
    private static final int SECONDS = 90;
    /** When somebody comes, in seconds, and stays for 4 s. */
    private static final List<Integer> VISITS = List.of(20, 60);

    private final Instant begin = Instant.now().minusSeconds(1800).truncatedTo(ChronoUnit.SECONDS);
    private final String server;
    private final String topic;
    private final Producer topics;

    DetectPastIT(TestKafka kafka) {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        topics = new Producer(server, topic);
    }

    @BeforeEach
    void film() throws Exception {
        topics.createTopic(2);
        List<Future<RecordMetadata>> written = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new OrderedProducer(server)) {
            for (int i = 0; i < SECONDS * Visit.FPS; i++) {
                double t = (double) i / Visit.FPS;
                int visit = t < 40 ? VISITS.get(0) : VISITS.get(1);
                long millis = begin.toEpochMilli() + (long) (1000 * t);
                byte[] picture = new Visit(visit, visit + 4).picture(t);
                for (String stream : List.of("front", "other")) {
                    written.add(producer.send(new ProducerRecord<>(topic, 0, millis, stream.getBytes(UTF_8), picture)));
                }
            }
        }
        for (int i = 0; i < written.size(); i++) {
            assertEquals(i, written.get(i).get().offset(), "the log's order");
        }
    }

    @AfterEach
    void close() {
        topics.close();
    }

    private String search(int code, String stream, String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("detect", "--topic", topic, "--stream", stream), Stream.of(arguments))
                .toArray(String[]::new);
        try (ServiceProcess process =
                ServiceProcess.start("viewer", Map.of("FRAMELOG_BOOTSTRAP_SERVER", server), all)) {
            assertEquals(code, process.awaitExit(), process.output());
            return process.output();
        }
    }

    private List<String> published() {
        return events().stream().map(StreamEvent::id).toList();
    }

    private List<StreamEvent> events() {
        EventTopic events = EventTopic.of(topic);
        TopicPartition partition = new TopicPartition(events.name(), 0);
        List<StreamEvent> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> events.read(
                                record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                        .ifPresent(found::add));
            }
        }
        return found;
    }

    private double second(Object time) {
        return Duration.between(begin, Instant.parse(String.valueOf(time))).toMillis() / 1e3;
    }

    @Test
    void printsALineOfJsonForEachEvent() throws Exception {
        List<String> lines =
                search(0, "front", "--from", begin.toString(), "--json").lines().toList();

        assertEquals(VISITS.size(), lines.size(), lines.toString());
        for (int i = 0; i < lines.size(); i++) {
            Map<String, Object> event = JSON.std.mapFrom(lines.get(i));
            assertEquals("front", event.get("stream"));
            assertEquals("motion", event.get("type"));
            assertEquals(VISITS.get(i), second(event.getOrDefault("from", "")), 0.5);
            assertEquals(VISITS.get(i) + 4, second(event.getOrDefault("to", "")), 0.5);
            assertTrue(event.get("boxes") instanceof List<?> boxes && !boxes.isEmpty(), event.toString());
        }
    }

    @Test
    void searchesOnlyTheTimeThatIsAskedFor() throws Exception {
        String second = search(0, "front", "--from", begin.plusSeconds(40).toString());
        assertTrue(second.contains("viewer: front: 1 events in 49.8 s of video"), second);
        assertTrue(
                second.contains("\nmotion  " + begin.plusSeconds(60).toString().substring(0, 17)), second);

        String first = search(
                0,
                "front",
                "--from",
                begin.plusSeconds(15).toString(),
                "--to",
                begin.plusSeconds(50).toString());
        assertTrue(first.contains("viewer: front: 1 events in 35.0 s of video"), first);

        String none = search(66, "front", "--from", "-1m");
        assertEquals("viewer: the log has no frame of 'front' there: see --stream, --from, --to", none);
    }

    @Test
    void writesWhatItFindsOnceAndOnlyIfItIsTold() throws Exception {
        try (EventWriter writer = new EventWriter(server, topic)) {
            writer.createTopic(1);
        }
        var unusedOutput = search(0, "front", "--from", "earliest");
        assertEquals(List.of(), published());

        String first = search(0, "front", "--from", begin.toString(), "--publish");
        assertTrue(first.contains("; 2 written, 0 known already"), first);
        List<String> events = published();
        assertEquals(4, events.size(), events.toString());
        assertEquals(4, events.stream().distinct().count());
        assertTrue(
                events().stream()
                        .allMatch(event -> Boolean.TRUE.equals(event.more().get("past"))),
                "they say that they are of the past");

        // Another beginning and another sensitivity may find another first frame of the same visits.
        String again = search(0, "front", "--from", begin.plusSeconds(5).toString(), "--publish", "--sensitivity", "6");
        assertTrue(again.contains("; 0 written, 2 known already"), again);
        assertEquals(events, published());
    }

    /** A frame every 10 s, and as many as usual round each visit, as cameras do that save space. */
    @Test
    void findsEachVisitOfADayInSeconds() throws Exception {
        Instant dayBegin = Instant.now().minus(Duration.ofHours(24).minusMinutes(5));
        List<Duration> visits = List.of(
                Duration.ofMinutes(30),
                Duration.ofHours(5),
                Duration.ofHours(5).plusSeconds(90),
                Duration.ofMinutes(11 * 60 + 15),
                Duration.ofHours(18),
                Duration.ofMinutes(23 * 60 + 20));
        try (KafkaProducer<byte[], byte[]> producer = new OrderedProducer(server)) {
            long next = 0;
            for (Duration visit : visits) {
                for (; next < visit.toMillis() - 3_000; next += 10_000) {
                    send(producer, dayBegin.plusMillis(next), new Visit(0, 0).picture(1));
                }
                for (int i = -3 * Visit.FPS; i < 7 * Visit.FPS; i++) {
                    double t = (double) i / Visit.FPS;
                    Instant time = dayBegin.plus(visit).plusMillis((long) (1000 * t));
                    send(producer, time, new Visit(0, 4).picture(t));
                }
                next = visit.toMillis() + 7_000;
            }
            for (; next < Duration.ofMinutes(23 * 60 + 50).toMillis(); next += 10_000) {
                send(producer, dayBegin.plusMillis(next), new Visit(0, 0).picture(1));
            }
        }

        long started = System.nanoTime();
        List<String> lines = search(0, "day", "--from", "-1d", "--json")
                .lines()
                .filter(line -> line.startsWith("{")) // the others tell how far it is
                .toList();

        double seconds = (System.nanoTime() - started) / 1e9;
        assertEquals(visits.size(), lines.size(), lines.toString());
        for (int i = 0; i < visits.size(); i++) {
            Map<String, Object> event = JSON.std.mapFrom(lines.get(i));
            assertTime(dayBegin.plus(visits.get(i)), event.get("from"));
            assertTime(dayBegin.plus(visits.get(i)).plusSeconds(4), event.get("to"));
        }
        assertTrue(seconds < 30, seconds + " s");
    }

    private void send(KafkaProducer<byte[], byte[]> producer, Instant time, byte[] picture) {
        var unusedMetadata =
                producer.send(new ProducerRecord<>(topic, 1, time.toEpochMilli(), "day".getBytes(UTF_8), picture));
    }

    private static void assertTime(Instant expected, @Nullable Object found) {
        double apart =
                Duration.between(expected, Instant.parse(String.valueOf(found))).toMillis() / 1e3;
        assertEquals(0, apart, 0.5, found + " instead of " + expected);
    }
}
