package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.StreamName;
import io.framelog.localkafka.LocalKafka;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream's events are written once and in order, even during an outage of Kafka. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class EventsIT {
    private final TestKafka kafka;
    private final Path folder;
    private final String topic;

    EventsIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("cameras");
    }

    @Test
    void eachRunOfAFileStartsAndEnds() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 12);
        play(file, 0);
        play(file, 0);

        List<StreamEvent> events = read(EventType.STARTED, EventType.ENDED, EventType.STARTED, EventType.ENDED);
        assertEquals("the source came to its end", events.get(1).reason());
        assertEquals(12, events.get(1).newest().orElseThrow().offset() + 1, "the last frame's position");
        assertTrue(events.get(1).source().contains("clip.mp4"), events.get(1).source());
        assertEquals(events.get(0).run(), events.get(1).run());
        assertNotEquals(events.get(1).run(), events.get(2).run());
        assertEquals(4, events.stream().map(StreamEvent::id).distinct().count());
        assertTrue(events.stream().allMatch(event -> event.stream().equals(new StreamName("clip"))), events.toString());
    }

    @Test
    void topicHasOnePartitionAndKeepsAWeek() throws Exception {
        play(Recordings.h264(folder.resolve("clip.mp4"), 3), 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            String events = EventTopic.of(topic).name();
            Config config = config(admin, events);
            assertEquals("604800000", config.get("retention.ms").value());
            assertEquals("delete", config.get("cleanup.policy").value());
            TopicDescription description =
                    only(admin.describeTopics(Set.of(events)).allTopicNames().get());
            assertEquals(1, description.partitions().size());

            Config statuses = config(admin, topic + "s");
            assertEquals("compact", statuses.get("cleanup.policy").value());
            assertEquals("1048576", statuses.get("segment.bytes").value(), "what is not compacted yet is little");
        }
    }

    private static Config config(Admin admin, String name) throws Exception {
        return only(admin.describeConfigs(Set.of(new ConfigResource(ConfigResource.Type.TOPIC, name)))
                .all()
                .get());
    }

    private static <T> T only(Map<?, T> map) {
        return map.values().iterator().next();
    }

    @Test
    void topicOfSeveralPartitionsKeepsAStreamsOrder() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(Set.of(new NewTopic(EventTopic.of(topic).name(), Optional.of(5), Optional.empty())))
                    .all()
                    .get();
        }
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 3);
        play(file, 0);
        play(file, 0);
        read(EventType.STARTED, EventType.ENDED, EventType.STARTED, EventType.ENDED);
    }

    @Test
    void fileThatCannotBeReadToItsEndSaysWhy() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 12);
        play(file, 1, "--max-frame-bytes", "10");
        List<StreamEvent> events = read(EventType.STARTED, EventType.ENDED);
        assertTrue(
                events.get(1).reason().contains("more than --max-frame-bytes"),
                events.get(1).reason());
    }

    /** A few frames are all in flight before Kafka rejects the first; many frames are not. */
    @ParameterizedTest
    @ValueSource(ints = {3, 300})
    void fileThatKafkaRefusesSaysWhy(int frames) throws Exception {
        NewTopic small = new NewTopic(topic, Optional.of(1), Optional.empty());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(Set.of(small.configs(Map.of("max.message.bytes", "200"))))
                    .all()
                    .get();
        }
        play(Recordings.h264(folder.resolve("clip.mp4"), frames), 1);
        List<StreamEvent> events = read(EventType.STARTED, EventType.ENDED);
        assertTrue(
                events.get(1).reason().contains("Kafka rejected a frame of"),
                events.get(1).reason());
    }

    @Test
    void lostAndRecoveredSourceIsToldInOrderThoughKafkaWasAway() throws Exception {
        try (LocalKafka broker = LocalKafka.start();
                MotionJpegCamera camera = new MotionJpegCamera();
                ServiceProcess publisher = ServiceProcess.start(
                        "publisher",
                        Map.of("FRAMELOG_BOOTSTRAP_SERVER", broker.bootstrapServer()),
                        "--url",
                        camera.url(),
                        "--topic",
                        topic)) {
            publisher.awaitLine("created the topic " + topic + "-events");
            camera.unplug();
            publisher.awaitLine("trying to open it again");
            camera.plugIn();
            publisher.awaitLine("is back after");
            assertEquals(
                    List.of(EventType.STARTED, EventType.LOST, EventType.RECOVERED),
                    types(EventReader.readUntil(broker.bootstrapServer(), topic, events -> events.size() == 3)));

            broker.kill();
            publisher.awaitLine("Kafka does not answer");
            camera.unplug();
            awaitLines(publisher, "trying to open it again", 2);
            camera.plugIn();
            awaitLines(publisher, "is back after", 2);
            broker.restart();
            publisher.awaitLine("Kafka answers again");
            publisher.signal("INT");
            assertEquals(130, publisher.awaitExit(), publisher.output());

            List<StreamEvent> events = EventReader.readUntil(broker.bootstrapServer(), topic, read -> read.size() >= 6);
            assertEquals(
                    List.of(
                            EventType.STARTED,
                            EventType.LOST,
                            EventType.RECOVERED,
                            EventType.LOST,
                            EventType.RECOVERED,
                            EventType.ENDED),
                    types(events));
            assertEquals(
                    IntStream.range(0, 6)
                            .mapToObj(number -> events.get(0).run() + "-" + number)
                            .toList(),
                    events.stream().map(StreamEvent::id).toList());
            assertFalse(events.get(1).reason().isEmpty());
            assertEquals("the publisher was stopped", events.get(5).reason());
            assertFalse(events.toString().contains("secret"), "no password");
        }
    }

    /** Waits until a word was printed at least so many times. */
    private static void awaitLines(ServiceProcess publisher, String word, int count) throws InterruptedException {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (publisher.output().split(word, -1).length <= count) {
            assertTrue(System.nanoTime() < deadline, publisher.output());
            LockSupport.parkNanos(10_000_000);
        }
    }

    private void play(Path file, int exit, String... more) throws Exception {
        String[] arguments = {"--file", file.toString(), "--speed", "max", "--stream", "clip", "--topic", topic};
        String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        Map<String, String> environment = Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer());
        try (ServiceProcess publisher = ServiceProcess.start("publisher", environment, all)) {
            assertEquals(exit, publisher.awaitExit(), publisher.output());
        }
    }

    private List<StreamEvent> read(EventType... types) {
        List<StreamEvent> events =
                EventReader.readUntil(kafka.bootstrapServer(), topic, read -> read.size() >= types.length);
        assertEquals(List.of(types), types(events));
        return events;
    }

    private static List<EventType> types(List<StreamEvent> events) {
        return events.stream().map(StreamEvent::type).toList();
    }
}
