package io.framelog.publisher;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The file of {@code --config} is followed while the publisher runs. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class FollowedConfigIT {
    private final TestKafka kafka;
    private final Path config;
    private final Path secret;
    private final String topic;

    FollowedConfigIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        config = folder.resolve("cameras.yaml");
        secret = folder.resolve("size");
        topic = kafka.uniqueName("followed");
    }

    @Test
    void changedStreamsStartEndAndRestartAndTheOthersLoseNoFrame() throws Exception {
        Files.writeString(secret, "80x60\n");
        write("stays: {test-pattern: true}, goes: {test-pattern: true}, secret: {test-pattern: true, size: 'file:%s'}");
        try (ServiceProcess publisher = start()) {
            publisher.awaitLine("created the topic " + topic + "-events");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                List<Frame> before = reader.readUntil(read -> List.of("stays", "goes", "secret").stream()
                        .allMatch(name -> of(read, name).size() > 10));
                int settled = of(before, "stays").size();

                write("stays: {test-pattern: true}, comes: {test-pattern: true}, goes: {nonsense: 1}");
                publisher.awaitLine("line 2: streams.goes.nonsense: there is no such key");
                publisher.awaitLine("the streams go on as before");

                write(
                        "stays: {test-pattern: true}, comes: {test-pattern: true}, secret: {test-pattern: true, size: 'file:%s'}");
                publisher.awaitLine("1 new, 0 changed, 1 gone, 2 as before");
                reader.readUntil(read -> of(read, "comes").size() > 2);

                Files.writeString(secret, "40x30\n");
                publisher.signal("HUP");
                publisher.awaitLine("0 new, 1 changed, 0 gone, 2 as before");
                List<Frame> frames = reader.readUntil(read -> of(read, "secret").stream()
                        .anyMatch(frame -> frame.size().orElseThrow().width() == 40));
                List<Long> numbers = of(frames, "stays").stream()
                        .skip(settled)
                        .map(frame -> frame.origin().orElseThrow().seq())
                        .toList();
                long first = numbers.get(0);
                assertEquals(
                        LongStream.range(first, first + numbers.size()).boxed().toList(), numbers);
                assertEquals(1, runs(of(frames, "stays")));
                assertEquals(2, runs(of(frames, "secret")));
            }
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
        }
        List<StreamEvent> events = events(read -> read.stream()
                        .filter(event -> event.type().equals(EventType.ENDED))
                        .count()
                == 5);
        StreamEvent gone = events.stream()
                .filter(event ->
                        event.stream().value().equals("goes") && event.type().equals(EventType.ENDED))
                .findFirst()
                .orElseThrow();
        assertEquals("its entry in cameras.yaml has changed", gone.reason());
    }

    @Test
    void onlyStreamCanBeChanged() throws Exception {
        write("one: {test-pattern: true, size: 80x60}");
        try (ServiceProcess publisher = start()) {
            publisher.awaitLine("created the topic " + topic + "-events");
            write("two: {test-pattern: true, size: 40x30}");
            publisher.awaitLine("one: has ended: its entry in cameras.yaml has changed");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                reader.readUntil(read -> !of(read, "two").isEmpty());
            }
            assertTrue(publisher.handle().isAlive());
        }
    }

    private void write(String streams) throws Exception {
        Files.writeString(config, "defaults: {fps: 10}\nstreams: {" + streams.formatted(secret) + "}\n");
    }

    private List<StreamEvent> events(Predicate<List<StreamEvent>> wanted) {
        return EventReader.readUntil(kafka.bootstrapServer(), topic, wanted);
    }

    private ServiceProcess start() {
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_CONFIG", config.toString()),
                "--topic",
                topic);
    }

    private static long runs(List<Frame> frames) {
        return frames.stream()
                .map(frame -> frame.origin().orElseThrow().run())
                .collect(toSet())
                .size();
    }

    private static List<Frame> of(List<Frame> frames, String stream) {
        return frames.stream()
                .filter(frame -> frame.stream().value().equals(stream))
                .toList();
    }
}
