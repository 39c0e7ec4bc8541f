package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.StreamName;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.Recording;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What the documented commands need: a broker, a viewer, and a stream {@code front} with old and live frames, gaps and
 * events. The files that the commands name are in {@link #folder()}. For one thread.
 */
final class Scene implements AutoCloseable {
    private static final Pattern TIME =
            Pattern.compile("\\d{4}(?:-\\d\\d){2}T\\d\\d:\\d\\d:\\d\\d(Z|\\+01:00|%2B01:00)");
    private static final int PAST_FRAMES = 50;
    private static final Duration BETWEEN_FRAMES = Duration.ofMillis(200);

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final String bootstrapServer;
    private final String topic;
    private final EventTopic eventTopic;
    private final Instant past = Instant.now().minus(95, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);
    private final Services services;
    private final KafkaProducer<byte[], byte[]> events;
    private final int port;
    /** Of a viewer with the user {@code anna}, whose password is {@code secret}. */
    private final int protectedPort;

    Scene(TestKafka kafka, Path folder) throws Exception {
        this.folder = folder;
        bootstrapServer = kafka.bootstrapServer();
        topic = kafka.uniqueName("readme");
        eventTopic = EventTopic.of(topic);
        services = new Services(bootstrapServer, topic);
        events = new OrderedProducer(bootstrapServer);
        makeFiles();
        record();
        // The clip of a client that has left counts for another moment.
        port = services.viewer("--max-clips", "12");
        protectedPort =
                services.viewer("--users", folder.resolve("protected.htpasswd").toString());
        ServiceProcess first = services.publisher("--test-pattern", "--stream", "front");
        awaitFrameAfter(Instant.now());
        first.signal("TERM");
        first.awaitExit();
        services.publisher("--test-pattern", "--stream", "front");
        awaitFrameAfter(Instant.now());
    }

    private void makeFiles() throws Exception {
        Files.createSymbolicLink(
                folder.resolve("bin"),
                Markdown.root().toAbsolutePath().normalize().resolve("bin"));
        Recordings.h264(folder.resolve("clip.mp4"), 25);
        Files.write(folder.resolve("picture.jpg"), Images.jpeg(40, 30));
        User anna = new User("anna", CheapHash.of("secret"), Role.ADMIN, Optional.empty());
        new UsersFile(folder.resolve("users.htpasswd")).put(anna);
        new UsersFile(folder.resolve("protected.htpasswd")).put(anna);
        Path secrets = Files.createDirectory(folder.resolve("authority"));
        TlsFiles issued = new TestAuthority(secrets).issue("server", "EC");
        Files.copy(issued.certificate(), folder.resolve("fullchain.pem"));
        Files.copy(issued.certificate(), folder.resolve("ca.pem"));
        Files.copy(issued.key(), folder.resolve("privkey.pem"));
        Files.writeString(
                folder.resolve("client.pem"),
                Files.readString(issued.key(), US_ASCII) + Files.readString(issued.certificate(), US_ASCII));
    }

    private void record() throws Exception {
        try (Recording recording = new Recording(bootstrapServer, topic, 1)) {
            byte[] image = Images.jpeg(64, 48);
            for (Instant begin : List.of(past, Instant.now().minus(8, ChronoUnit.MINUTES))) {
                for (int i = 0; i < PAST_FRAMES; i++) {
                    Instant captured = begin.plus(BETWEEN_FRAMES.multipliedBy(i));
                    recording.write(0, "front", image, ChronoUnit.MICROS.between(Instant.EPOCH, captured));
                }
            }
            recording.write(0, "demo", image, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
            recording.write(0, null, image, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
            recording.flush();
        }
        tell(EventType.LOST, past.plusSeconds(10));
    }

    /** Writes an event of the stream {@code front}. */
    void tell(EventType type, Instant time) throws Exception {
        events.send(eventTopic.write(new StreamEvent(
                        UUID.randomUUID().toString(),
                        type,
                        time,
                        new StreamName("front"),
                        "camera 0",
                        "",
                        "unplugged",
                        Optional.empty(),
                        Map.of())))
                .get();
    }

    private void awaitFrameAfter(Instant time) {
        Await.until("the stream is live", () -> {
            HttpResponse<InputStream> answer = get("/streams/front.jpg");
            answer.body().close();
            return answer.headers()
                            .firstValue("X-Timestamp")
                            .map(Double::parseDouble)
                            .orElse(0.0)
                    > time.toEpochMilli() / 1e3;
        });
    }

    /** The folder in which commands run. */
    Path folder() {
        return folder;
    }

    /** The viewer's port. */
    int port() {
        return port;
    }

    /** The frames' topic. */
    String topic() {
        return topic;
    }

    /** The broker's address. */
    String bootstrapServer() {
        return bootstrapServer;
    }

    /** Gets the viewer's answer; the caller must close its body. */
    HttpResponse<InputStream> get(String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
    }

    /** The whole body of an answer. */
    String body(String path) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    /** Replaces the addresses, topics and times of a documented text with those of this scene. */
    String here(String text) {
        int[] second = {0};
        return TIME.matcher(text.replaceAll("kafka1:9093,kafka2:9093|localhost:9092|kafka:9092", bootstrapServer)
                        .replace("localhost:8000", "127.0.0.1:" + (text.contains("anna:secret") ? protectedPort : port))
                        .replaceAll("rtsp://\\S+", "http://127.0.0.1:" + port + "/streams/front.mjpeg")
                        .replace("0.0.0.0", "127.0.0.1")
                        .replace("video-stream", topic)
                        .replace("video-events", eventTopic.name()))
                .replaceAll(found -> time(past.plusSeconds(2L * ++second[0]), found.group(1)));
    }

    private static String time(Instant time, String zone) {
        ZoneOffset offset = zone.equals("Z") ? ZoneOffset.UTC : ZoneOffset.ofHours(1);
        return time.atOffset(offset).format(DateTimeFormatter.ISO_LOCAL_DATE_TIME) + zone;
    }

    /** Starts a shell command in the folder, with the broker and topic of this scene in its environment. */
    ServiceProcess start(String command, String... variables) {
        String exec = command.contains(" | ") ? "" : "exec ";
        return ServiceProcess.startCommand(
                Path.of("/bin/sh"),
                "-c",
                "cd '" + folder + "' && export FRAMELOG_BOOTSTRAP_SERVER=" + bootstrapServer + " FRAMELOG_TOPIC="
                        + topic + " " + String.join(" ", variables) + " && " + exec + command);
    }

    @Override
    public void close() {
        events.close();
        services.close();
    }
}
