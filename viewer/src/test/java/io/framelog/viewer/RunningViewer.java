package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.detect.DetectionConfig;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.detect.WatchRule;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.FrameAncestors;
import io.framelog.viewer.preview.PreviewFeature;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Scrape;
import io.framelog.viewer.timeline.TimelineLimits;
import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/** A viewer of a topic, on a free port. */
final class RunningViewer implements AutoCloseable {
    /** The default limits, except how long a client may pause. */
    static final ClipLimits CLIPS =
            new ClipLimits(ClipLimits.DEFAULT_LENGTH, ClipLimits.DEFAULT_AT_A_TIME, Duration.ofSeconds(5));

    static final int MAX_FRAME_BYTES = 1_000_000;
    static final int MAX_REPLAYS = 60;

    private final ViewerService service;
    private final HttpClient client = HttpClient.newHttpClient();
    private final URI address;

    RunningViewer(String bootstrapServer, String topic) {
        this(bootstrapServer, topic, AccessSettings.NONE, CLIPS);
    }

    RunningViewer(String bootstrapServer, String topic, AccessSettings access, ClipLimits clips) {
        this(bootstrapServer, topic, Optional.empty(), access, clips, TimelineLimits.DEFAULT, Optional.empty());
    }

    /** A viewer with HTTPS. */
    static RunningViewer encrypted(String bootstrapServer, String topic, TlsFiles tls) {
        return new RunningViewer(
                bootstrapServer,
                topic,
                Optional.of(tls),
                AccessSettings.NONE,
                CLIPS,
                TimelineLimits.DEFAULT,
                Optional.empty());
    }

    /** A viewer that works on timelines for another time than usual. */
    static RunningViewer withTimelines(String bootstrapServer, String topic, Duration limit) {
        return new RunningViewer(
                bootstrapServer,
                topic,
                Optional.empty(),
                AccessSettings.NONE,
                CLIPS,
                new TimelineLimits(limit, limit),
                Optional.empty());
    }

    /** A viewer that looks for motion itself. */
    static RunningViewer detecting(String bootstrapServer, String topic) {
        return new RunningViewer(
                bootstrapServer,
                topic,
                Optional.empty(),
                AccessSettings.NONE,
                CLIPS,
                TimelineLimits.DEFAULT,
                Optional.of(new StreamSettings(
                        DetectionConfig.none(), stream -> true, stream -> WatchRule.NONE, Optional.empty())));
    }

    private RunningViewer(
            String bootstrapServer,
            String topic,
            Optional<TlsFiles> tls,
            AccessSettings access,
            ClipLimits clips,
            TimelineLimits timelines,
            Optional<StreamSettings> detection) {
        KafkaOptions kafka = new KafkaOptions();
        new CommandLine(kafka).parseArgs("--bootstrap-server", bootstrapServer, "--topic", topic);
        service = new ViewerService(
                new ViewerOptions(
                        "127.0.0.1",
                        0,
                        tls,
                        StreamName.DEFAULT,
                        1000,
                        MAX_FRAME_BYTES,
                        SendBuffer.BY_FRAME,
                        Duration.ofSeconds(2),
                        Duration.ZERO,
                        MAX_REPLAYS,
                        PreviewFeature.defaultThreads(),
                        clips,
                        timelines,
                        CrossOrigin.NONE,
                        FrameAncestors.NONE,
                        access,
                        detection),
                kafka);
        service.start();
        address = URI.create(service.address());
    }

    /** The settings of a viewer with a file of users; the session key is made beside it. */
    static AccessSettings accessOf(Path users) {
        return new AccessSettings(
                Optional.of(new AccessSettings.Users(users, users.resolveSibling("key"))),
                List.of(),
                List.of(),
                false,
                0,
                0);
    }

    ViewerService service() {
        return service;
    }

    /** The value of a metric, or the sum of its values. Can also be called after {@link #close()}. */
    long count(String name) {
        return Math.round(Scrape.value(service.metrics().scrape(any -> true), "framelog_viewer_" + name));
    }

    int port() {
        return address.getPort();
    }

    MjpegClient watch(String path) throws IOException {
        MjpegClient watching = MjpegClient.open(address.getPort(), path);
        watching.preamble();
        return watching;
    }

    /** Opens the channel of a window. */
    ChannelClient window() {
        return ChannelClient.open(client, URI.create("ws://127.0.0.1:" + address.getPort() + "/ws"));
    }

    /** Opens a client that does not read, with a small receive buffer. */
    MjpegClient watchWithSmallBuffer(String path) throws IOException {
        return MjpegClient.openWithSmallBuffer(address.getPort(), path);
    }

    HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(address.resolve(path)).build(), BodyHandlers.ofByteArray());
    }

    /** @param user who may do this; has the password "correct horse" */
    HttpResponse<String> post(String path, String user) throws IOException, InterruptedException {
        String credentials = Base64.getEncoder().encodeToString((user + ":correct horse").getBytes(UTF_8));
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Authorization", "Basic " + credentials)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofString());
    }

    /** @param headers names and values in turn */
    HttpResponse<byte[]> get(String path, String... headers) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path)).headers(headers).build(), BodyHandlers.ofByteArray());
    }

    HttpResponse<byte[]> head(String path) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(address.resolve(path))
                        .method("HEAD", HttpRequest.BodyPublishers.noBody())
                        .build(),
                BodyHandlers.ofByteArray());
    }

    Map<String, Object> json(String path) throws IOException, InterruptedException {
        return JSON.std.mapFrom(get(path).body());
    }

    /** Waits until {@code /readyz} has this status, and this text in its detail. */
    void awaitReadiness(int status, String word) {
        Await.until("readyz " + status + " " + word, () -> {
            HttpResponse<byte[]> answer = get("/readyz");
            return answer.statusCode() == status && new String(answer.body(), UTF_8).contains(word);
        });
    }

    /** Waits until a stream in the list has this value. */
    void awaitStream(String name, String member, Object value) {
        Await.until(
                () -> name + " with " + member + "=" + value + " in " + listed(),
                () -> stream(name).getOrDefault(member, "").equals(value));
    }

    /** The list of streams, for messages. */
    String listed() {
        try {
            return new String(get("/streams").body(), UTF_8);
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    private Map<?, Object> stream(String name) throws IOException, InterruptedException {
        List<?> streams = (List<?>) json("/streams").getOrDefault("streams", List.of());
        for (Object stream : streams) {
            if (stream instanceof Map<?, ?> members && name.equals(members.get("name"))) {
                @SuppressWarnings("unchecked")
                Map<?, Object> found = (Map<?, Object>) members;
                return found;
            }
        }
        return Map.of();
    }

    /** Stops the viewer; fails if it leaks frames. */
    @Override
    public void close() {
        service.close();
        Await.until(() -> count("pool_frames") + " frames are in use at the end", () -> count("pool_frames") == 0);
        Await.until(
                () -> count("replays_pool_used_bytes") + " bytes of past frames are in use at the end",
                () -> count("replays_pool_used_bytes") == 0);
        assertEquals(0, count("replays"));
    }
}
