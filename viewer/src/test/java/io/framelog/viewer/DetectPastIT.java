package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
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

    private String search(int code, String... arguments) throws Exception {
        String[] all = Stream.concat(Stream.of("detect", "--topic", topic, "--stream", "front"), Stream.of(arguments))
                .toArray(String[]::new);
        try (ServiceProcess process =
                ServiceProcess.start("viewer", Map.of("FRAMELOG_BOOTSTRAP_SERVER", server), all)) {
            assertEquals(code, process.awaitExit(), process.output());
            return process.output();
        }
    }

    private List<String> published() {
        EventTopic events = EventTopic.of(topic);
        TopicPartition partition = new TopicPartition(events.name(), 0);
        List<String> found = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", server), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> events.read(
                                record.key(), record.value(), Instant.ofEpochMilli(record.timestamp()))
                        .ifPresent(event -> found.add(event.id())));
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
                search(0, "--from", begin.toString(), "--json").lines().toList();

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
        String second = search(0, "--from", begin.plusSeconds(40).toString());
        assertTrue(second.contains("viewer: front: 1 events in 49.8 s of video"), second);
        assertTrue(
                second.contains("\nmotion  " + begin.plusSeconds(60).toString().substring(0, 17)), second);

        String first = search(
                0,
                "--from",
                begin.plusSeconds(15).toString(),
                "--to",
                begin.plusSeconds(50).toString());
        assertTrue(first.contains("viewer: front: 1 events in 35.0 s of video"), first);

        String none = search(66, "--from", "-1m");
        assertEquals("viewer: the log has no frame of 'front' there: see --stream, --from, --to", none);
    }

    @Test
    void writesWhatItFindsOnceAndOnlyIfItIsTold() throws Exception {
        try (EventWriter writer = new EventWriter(server, topic)) {
            writer.createTopic(1);
        }
        var unusedOutput = search(0, "--from", "earliest");
        assertEquals(List.of(), published());

        String first = search(0, "--from", begin.toString(), "--publish");
        assertTrue(first.contains("; 2 written, 0 known already"), first);
        List<String> events = published();
        assertEquals(4, events.size(), events.toString());
        assertEquals(4, events.stream().distinct().count());

        // Another beginning and another sensitivity may find another first frame of the same visits.
        String again = search(0, "--from", begin.plusSeconds(5).toString(), "--publish", "--sensitivity", "6");
        assertTrue(again.contains("; 0 written, 2 known already"), again);
        assertEquals(events, published());
    }
}
