package io.framelog.publisher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.Frame;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One process publishes many sources, and a bad one costs the others nothing. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class ManySourcesIT {
    private final TestKafka kafka;
    private final Path config;
    private final Path folder;
    private final String topic;

    ManySourcesIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        config = folder.resolve("cameras.yaml");
        topic = kafka.uniqueName("many");
    }

    @Test
    void goodSourcesGoOnBesideBadOnesAndAFileLosesNothing() throws Exception {
        Recordings.h264(folder.resolve("clip.mp4"), 60);
        try (BadServer silent = new BadServer(output -> {});
                BadServer garbage = new BadServer(BadServer::noise);
                MotionJpegCamera camera = new MotionJpegCamera();
                MotionJpegCamera late = new MotionJpegCamera()) {
            late.unplug();
            Files.writeString(config, """
                    defaults: {fps: 10}
                    streams:
                      pattern: {test-pattern: true, size: 64x48}
                      camera: {url: "%s"}
                      late: {url: "%s"}
                      silent: {url: "http://127.0.0.1:%d/"}
                      garbage: {url: "http://127.0.0.1:%d/"}
                      clip: {file: clip.mp4, speed: max, fps: 1000}
                      gone: {file: gone.mp4}
                    """.formatted(camera.url(), late.url(), silent.port(), garbage.port()));
            try (ServiceProcess publisher = start()) {
                publisher.awaitLine("clip: has ended");
                publisher.awaitLine("gone: has failed: no such file: .*gone.mp4");
                publisher.awaitLine("late: .*503.*: trying to open it again");
                publisher.awaitLine("garbage: .*trying to open it again");
                late.plugIn();
                try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                    List<Frame> frames = reader.readUntil(read -> Set.of("pattern", "camera", "late").stream()
                            .allMatch(name -> of(read, name).size() > 40));
                    assertEquals(
                            LongStream.range(0, 60).boxed().toList(),
                            of(frames, "clip").stream()
                                    .map(frame -> frame.origin().orElseThrow().seq())
                                    .toList());
                    for (String name : List.of("pattern", "camera", "late")) {
                        List<Long> numbers = of(frames, name).stream()
                                .skip(10) // some are too old until Kafka has taken the first one
                                .map(frame -> frame.origin().orElseThrow().seq())
                                .toList();
                        long first = numbers.get(0);
                        assertEquals(
                                LongStream.range(first, first + numbers.size())
                                        .boxed()
                                        .toList(),
                                numbers,
                                name);
                    }
                }
                publisher.awaitLine("late: .*is back after");
                publisher.signal("TERM");
                assertEquals(143, publisher.awaitExit(), publisher.output());
                assertFalse(publisher.output().contains("secret"), "no password");
            }
        }
        List<StreamEvent> events = EventReader.readUntil(
                kafka.bootstrapServer(), topic, read -> ended(read).size() == 6);
        assertEquals(
                List.of(EventType.STARTED, EventType.LOST, EventType.RECOVERED, EventType.ENDED),
                types(events, "late"));
        assertEquals(List.of(EventType.STARTED, EventType.ENDED), types(events, "camera"));
        assertEquals(List.of(EventType.STARTED, EventType.ENDED), types(events, "clip"));
        assertEquals(EventType.LOST, types(events, "garbage").get(1));
        StreamEvent gone = events.stream()
                .filter(event -> event.stream().value().equals("gone"))
                .findFirst()
                .orElseThrow();
        assertEquals(EventType.ENDED, gone.type(), "it has never started");
        assertTrue(gone.reason().startsWith("no such file: "), gone.reason());
        assertEquals(State.ENDED, status("gone").state());
        assertEquals(gone.reason(), status("gone").reason());
    }

    @Test
    void limitsASourceThatFloods() throws Exception {
        byte[] jpeg = Images.bytes(Images.jpeg(1));
        try (BadServer flood = new BadServer(output -> BadServer.flood(output, jpeg))) {
            Files.writeString(config, """
                    streams:
                      flood: {url: "http://127.0.0.1:%d/"}
                      chosen: {url: "http://127.0.0.1:%1$d/", fps: 200}
                    """.formatted(flood.port()));
            try (ServiceProcess publisher = start()) {
                publisher.awaitLine("flood: frames are dropped: too fast .more than 120 frames a second: "
                        + "fps sets another limit.");
                publisher.awaitLine("created the topic " + topic);
                try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                    List<Frame> limited =
                            of(reader.readUntil(read -> of(read, "flood").size() > 400), "flood");
                    long micros =
                            limited.get(400).capturedMicros() - limited.get(0).capturedMicros();
                    assertTrue(micros >= 1_000_000 * (400 - 120) / 120, "400 frames in " + micros + " us");
                }
                publisher.signal("TERM");
                assertEquals(143, publisher.awaitExit(), publisher.output());
                assertFalse(publisher.output().contains("chosen: frames are dropped: too fast"), publisher.output());
            }
        }
    }

    private StreamStatus status(String stream) {
        StatusTopic statuses = StatusTopic.of(topic);
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka.bootstrapServer());
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(statuses.name(), 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            Optional<StreamStatus> newest = Optional.empty();
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    if (new String(record.key(), UTF_8).equals(stream)) {
                        newest = statuses.read(record.value());
                    }
                }
            }
            return newest.orElseThrow();
        }
    }

    @Test
    void tellsOfVariablesThatHaveNoEffect() throws Exception {
        Files.writeString(config, "streams: {pattern: {test-pattern: true}}");
        Map<String, String> environment =
                Map.of("FRAMELOG_URL", "rtsp://user:secret@camera/", "FRAMELOG_STREAM", "door", "FRAMELOG_FPS", "");
        try (ServiceProcess publisher =
                ServiceProcess.start("publisher", environment, "--config", config.toString(), "--check-config")) {
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertTrue(
                    publisher.output().contains("FRAMELOG_STREAM, FRAMELOG_URL has no effect with --config"),
                    publisher.output());
            assertFalse(publisher.output().contains("secret"), publisher.output());
        }
    }

    private static List<StreamEvent> ended(List<StreamEvent> events) {
        return events.stream()
                .filter(event -> event.type().equals(EventType.ENDED))
                .toList();
    }

    @Test
    void processEndsWithItsLastStreamAndTellsTheFirstFailure() throws Exception {
        Recordings.h264(folder.resolve("clip.mp4"), 12);
        Files.writeString(config, """
                defaults: {speed: max}
                streams: {a: {file: clip.mp4}, b: {file: gone.mp4}, c: {file: clip.mp4}}
                """);
        try (ServiceProcess publisher = start()) {
            assertEquals(66, publisher.awaitExit(), publisher.output());
            assertTrue(
                    publisher.output().contains("1 of 3 streams failed, first b: no such file: "), publisher.output());
        }
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            List<Frame> frames = reader.readToEnd();
            assertEquals(24, frames.size());
            assertEquals(
                    Set.of("a", "c"),
                    frames.stream().map(frame -> frame.stream().value()).collect(toSet()));
        }
    }

    @Test
    void fileIsCheckedWithoutKafka() throws Exception {
        Files.writeString(config, "streams: {a: {camera: 0, fps: 0}, b: {quality: x}}");
        check(
                2,
                "cameras.yaml line 1: streams.a.fps: must be greater than 0",
                "line 1: streams.b.quality",
                "2 mistakes");
        Files.writeString(config, "streams: {a: {camera: 0}}");
        check(0, "cameras.yaml is right: 1 stream");
        Files.delete(config);
        check(66, "cameras.yaml cannot be read: no such file");
    }

    private void check(int exit, String... words) throws Exception {
        try (ServiceProcess publisher =
                ServiceProcess.start("publisher", Map.of(), "--config", config.toString(), "--check-config")) {
            assertEquals(exit, publisher.awaitExit(), publisher.output());
            Arrays.stream(words).forEach(word -> assertTrue(publisher.output().contains(word), publisher.output()));
        }
    }

    private ServiceProcess start() {
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer()),
                "--config",
                config.toString(),
                "--topic",
                topic);
    }

    private static List<Frame> of(List<Frame> frames, String stream) {
        return frames.stream()
                .filter(frame -> frame.stream().value().equals(stream))
                .toList();
    }

    private static List<EventType> types(List<StreamEvent> events, String stream) {
        return events.stream()
                .filter(event -> event.stream().value().equals(stream))
                .map(StreamEvent::type)
                .toList();
    }

    /** Accepts connections and does to them what no camera should. */
    private static final class BadServer implements AutoCloseable {
        private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

        /** What is sent to a client. */
        private interface Answer {
            void send(OutputStream output) throws IOException;
        }

        BadServer(Answer answer) throws IOException {
            Thread accepting = new Thread(() -> accept(answer), "bad server");
            accepting.setDaemon(true);
            accepting.start();
        }

        int port() {
            return server.getLocalPort();
        }

        private void accept(Answer answer) {
            try {
                while (true) {
                    Socket client = server.accept();
                    Thread serving = new Thread(() -> serve(client, answer), "bad server's client");
                    serving.setDaemon(true);
                    serving.start();
                }
            } catch (IOException e) {
                // close() was called
            }
        }

        /** Keeps the connection until the client ends it. */
        private static void serve(Socket client, Answer answer) {
            try (client;
                    InputStream input = client.getInputStream()) {
                answer.send(client.getOutputStream());
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // The client has ended it.
            }
        }

        /** Says that it is Motion JPEG, and is not, as fast as it can. */
        private static void noise(OutputStream output) throws IOException {
            output.write("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=x\r\n\r\n"
                    .getBytes(US_ASCII));
            byte[] bytes = new byte[64 << 10];
            Random random = new Random(1);
            while (true) {
                random.nextBytes(bytes);
                output.write(bytes);
            }
        }

        /** Motion JPEG as fast as it is taken. */
        private static void flood(OutputStream output, byte[] jpeg) throws IOException {
            output.write("HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=x\r\n\r\n"
                    .getBytes(US_ASCII));
            while (true) {
                output.write(("--x\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                        .getBytes(US_ASCII));
                output.write(jpeg);
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
