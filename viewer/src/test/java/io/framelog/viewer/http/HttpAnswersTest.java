package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpAnswersTest {
    /** More than the system buffers for a client that does not read. */
    private static final int LARGE = 12 << 20;

    private final TestServer server = new TestServer();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /streams/nobody.mjpeg, 503, nowhere:9092",
        "GET, /streams/nobody.jpg, 503, nowhere:9092",
        "GET, /nothing/here, 404, /nothing/here",
        "GET, /streams/camera, 404, the stream 'camera' is at /streams/camera.mjpeg",
        "GET, /streams/camera/, 404, its newest frame at /streams/camera.jpg",
        "GET, /streams/camera.jpeg, 404, did you mean /streams/camera.jpg?",
        "GET, /streams/camera.JPG, 404, did you mean /streams/camera.jpg?",
        "GET, /streams/camera.mjpg, 404, did you mean /streams/camera.mjpeg?",
        "GET, /streams/camera.MJPEG, 404, did you mean /streams/camera.mjpeg?",
        "GET, /streams/camera/snapshot, 404, did you mean /streams/camera.jpg?",
        "GET, /streams/camera/mjpeg, 404, did you mean /streams/camera.mjpeg?",
        "GET, /streams/camera.m3u8, 404, did you mean /streams/camera.mjpeg?",
        "GET, /streams/camera.webm, 404, did you mean /streams/camera.mp4?from=-5m?",
        "GET, /stream/camera, 404, did you mean /streams/camera.mjpeg?",
        "GET, /camera.mjpeg, 404, did you mean /streams/camera.mjpeg?",
        "GET, /camera, 404, /streams/camera.mjpeg",
        "GET, /snapshot/camera, 404, did you mean /streams/camera.jpg?",
        "GET, /events/camera, 404, did you mean /streams/camera/events?",
        "GET, /streams/clip%201.mp4, 404, the stream 'clip 1.mp4' is at /streams/clip%201.mp4.mjpeg",
        "GET, /streams/home/me/a.jpg, 404, the stream '/home/me/a.jpg' is at /streams/%252Fhome%252Fme%252Fa.jpg.mjpeg",
        "GET, /streams/nobody, 404, a stream is at /streams/NAME.mjpeg",
        "GET, /video_feed, 404, did you mean /stream?",
        "GET, /snapshot.jpg, 404, did you mean /snapshot?",
        "GET, /health, 404, did you mean /healthz?",
        "GET, /index.html, 404, did you mean /?",
        "GET, /streams/camera.mjpeg?fps=0, 400, not 0",
        "GET, /streams/camera.mjpeg?fps=many, 400, not many",
        "GET, /streams/camera.mjpeg?fps=1e2, 400, not 1e2",
        "GET, /streams/camera.mjpeg?fps=5f, 400, not 5f",
        "GET, /streams/camera.mjpeg?fps=0.001, 400, between 0.01 and 1000",
        "GET, /streams/camera.mjpeg?fps=1001, 400, between 0.01 and 1000",
        "GET, /?action=dance, 400, not dance",
        "POST, /streams, 405, only GET and HEAD",
        "POST, /streams/camera/forget, 403, run 'viewer forget camera'",
        "DELETE, /kaf/, 405, only GET and HEAD",
        "GET, /readyz, 503, asking Kafka at nowhere:9092",
    })
    void saysWhatIsWrongAsAProblem(String method, String path, int status, String detail) throws Exception {
        server.makeKnown(new StreamName("clip 1.mp4"));
        server.makeKnown(new StreamName("/home/me/a.jpg"));
        HttpResponse<String> answer = client.send(
                server.request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertEquals(status, answer.statusCode());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        Map<String, Object> problem = JSON.std.mapFrom(answer.body());
        assertEquals(status, problem.get("status"));
        assertTrue(String.valueOf(problem.get("detail")).contains(detail), answer.body());
        assertEquals(status == 503, answer.headers().firstValue("Retry-After").isPresent());
        assertEquals(status == 405, answer.headers().firstValue("Allow").isPresent());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GARBAGE",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close",
                "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\nConnection: close"
            })
    void saysAlsoWhatJettyItselfRefusesAsAProblem(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write((request + "\r\n\r\n").getBytes(ISO_8859_1));
            String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);

            assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
        }
    }

    @Test
    void listsTheStreams() throws Exception {
        Map<String, Object> list = JSON.std.mapFrom(get("/streams").body());

        assertEquals(false, list.get("ready"));
        assertEquals("asking Kafka at nowhere:9092", list.get("detail"));
        assertEquals(Map.of("bootstrapServer", "nowhere:9092", "topic", "video-stream"), list.get("kafka"));
        List<?> streams = assertInstanceOf(List.class, list.get("streams"));
        assertEquals(1, streams.size());
        Map<?, ?> stream = assertInstanceOf(Map.class, streams.get(0));
        assertEquals("camera", stream.get("name"));
        assertEquals("live", stream.get("state"));
        assertEquals(0, stream.get("viewers"));
        assertEquals(Map.of("live", "streams/camera.mjpeg", "snapshot", "streams/camera.jpg"), stream.get("links"));
    }

    /** An address that a client makes itself by percent-encoding a name leads to the stream, as the links do. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/me/clip 1.mp4",
                "Küche",
                "\"cam1\"",
                "100%",
                "a+b;c=d",
                "a\nb",
                ".",
                "..",
                "..\\x",
                "0x00000003"
            })
    void showsStreamsOfAnyName(String value) throws Exception {
        StreamName name = new StreamName(value);
        server.makeKnown(name);
        byte[] image = Images.jpeg(64, 48);
        Map<?, ?> links = assertInstanceOf(Map.class, stream(value).get("links"));
        String once = "/streams/"
                + URLEncoder.encode(value, UTF_8).replace("+", "%20").replace("..", "%2E%2E")
                + ".jpg";
        try (MjpegClient watching = MjpegClient.open(server.port(), "/" + links.get("live"))) {
            Await.until("it watches", () -> server.streams.viewers() == 1);
            watching.preamble();
            server.arrives(name, image);
            assertArrayEquals(image, watching.next().image());

            for (String address : List.of("/" + links.get("snapshot"), once)) {
                HttpResponse<byte[]> answer =
                        client.send(server.request(address).build(), BodyHandlers.ofByteArray());

                assertEquals(200, answer.statusCode(), address);
                assertArrayEquals(image, answer.body());
            }
        }
    }

    @Test
    void filesOfStreamsHaveNamesThatSystemsAllow() throws Exception {
        assertEquals("inline; filename=\"camera.jpg\"", disposition("camera"));
        assertEquals("inline; filename=\"_.._etc_x.jpg\"", disposition("/../etc/x"));
        assertEquals("inline; filename=\"K_che.jpg\"; filename*=UTF-8''K%C3%BCche.jpg", disposition("Küche"));
        assertEquals("inline; filename=\"_a_.jpg\"", disposition("\"a\n"));
        assertEquals("inline; filename=\"" + "a".repeat(120) + ".jpg\"", disposition("a".repeat(1000)));
    }

    private String disposition(String value) throws Exception {
        StreamName name = new StreamName(value);
        server.makeKnown(name);
        try (MjpegClient watching = MjpegClient.open(server.port(), StreamAddress.of(name) + ".mjpeg")) {
            Await.until("it watches", () -> server.streams.find(name) != null);
            watching.preamble();
            server.arrives(name, Images.jpeg(64, 48));
            watching.next();
            return get(StreamAddress.of(name) + ".jpg")
                    .headers()
                    .firstValue("Content-Disposition")
                    .orElse("");
        }
    }

    private Map<?, ?> stream(String name) throws Exception {
        List<?> streams = assertInstanceOf(
                List.class, JSON.std.mapFrom(get("/streams").body()).get("streams"));
        return streams.stream()
                .map(stream -> (Map<?, ?>) stream)
                .filter(stream -> name.equals(stream.get("name")))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void givesTheNewestFrameOfAWatchedStreamAsItIs() throws Exception {
        byte[] png = Images.png(64, 48);
        try (MjpegClient watching = MjpegClient.open(server.port(), "/streams/camera.mjpeg")) {
            Await.until("it watches", () -> server.streams.viewers() == 1);
            watching.preamble();
            server.arrives(CAMERA, png);
            watching.next();

            HttpResponse<byte[]> snapshot =
                    client.send(server.request("/streams/camera.jpg").build(), BodyHandlers.ofByteArray());

            assertEquals(200, snapshot.statusCode());
            assertEquals(
                    "image/png", snapshot.headers().firstValue("Content-Type").orElse(""));
            assertEquals(
                    "1.000000", snapshot.headers().firstValue("X-Timestamp").orElse(""));
            assertEquals(
                    "no-store", snapshot.headers().firstValue("Cache-Control").orElse(""));
            assertEquals(
                    "nosniff",
                    snapshot.headers().firstValue("X-Content-Type-Options").orElse(""));
            assertArrayEquals(png, snapshot.body());

            HttpResponse<byte[]> head = client.send(
                    server.request("/streams/camera.jpg")
                            .method("HEAD", BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofByteArray());
            assertEquals(
                    snapshot.headers().firstValue("Content-Length"),
                    head.headers().firstValue("Content-Length"));
            assertEquals(0, head.body().length);
        }
        Await.until("none is being sent", () -> server.metric("framelog_viewer_snapshots") == 0);
    }

    @Test
    void snapshotsThatNobodyTakesHoldNothingUpAndEnd() throws Exception {
        List<MjpegClient> slow = new ArrayList<>();
        try (MjpegClient watching = MjpegClient.open(server.port(), "/streams/camera.mjpeg")) {
            Await.until("it watches", () -> server.streams.viewers() == 1);
            watching.preamble();
            server.arrives(CAMERA, Images.jpegOfLength(LARGE, 1));
            watching.next();
            for (int i = 0; i < TestServer.MAX_SNAPSHOTS; i++) {
                slow.add(MjpegClient.openWithSmallBuffer(server.port(), "/streams/camera.jpg"));
            }

            assertEquals(200, get("/healthz").statusCode(), "clients that do not read occupy no thread");
            HttpResponse<String> refused = get("/streams/camera.jpg");
            assertEquals(503, refused.statusCode());
            assertEquals("2", refused.headers().firstValue("Retry-After").orElse(""));
            assertTrue(refused.body().contains("snapshots"), refused.body());
            assertEquals(1, server.pool.partsInUse(), "all responses share one frame");

            Await.until("the clients are disconnected", () -> server.metric("framelog_viewer_snapshots") == 0);
            assertEquals(200, get("/streams/camera.jpg").statusCode());
        }
        for (MjpegClient client : slow) {
            client.close();
        }
    }

    @Test
    void isNotReadyWhereAThreadIsDead() throws Exception {
        server.alive.set(false);

        assertTrue(get("/readyz").body().contains("a thread of the viewer has died"));
        HttpResponse<String> health = get("/healthz");
        assertEquals(503, health.statusCode());
        assertEquals("2", health.headers().firstValue("Retry-After").orElse(""));
    }

    /** A browser sends the cookies of all applications of a host. */
    @Test
    void acceptsManyCookies() throws Exception {
        HttpResponse<String> answer = client.send(
                server.request("/streams")
                        .header("Cookie", "a=" + "x".repeat(30_000))
                        .build(),
                BodyHandlers.ofString());

        assertEquals(200, answer.statusCode());
        HttpResponse<String> tooMany = client.send(
                server.request("/streams")
                        .header("Cookie", "a=" + "x".repeat(70_000))
                        .build(),
                BodyHandlers.ofString());
        assertEquals(431, tooMany.statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/streams/camera.mjpeg", "/kaf/", "/?action=stream", "/events", "/streams/camera/events"})
    void answersHeadOfAnEndlessStreamAtOnce(String path) throws Exception {
        HttpResponse<String> head = client.send(
                server.request(path).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        HttpResponse<InputStream> get = client.send(server.request(path).build(), BodyHandlers.ofInputStream());
        assertTrue(get.body().read() >= 0, "the stream has begun");
        get.body().close();

        assertEquals(200, head.statusCode());
        assertEquals(headers(get), headers(head));
        assertEquals(
                "no-store, no-transform",
                head.headers().firstValue("Cache-Control").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/page/main.js",
                "/page/page.css",
                "/page/icon.svg",
                "/favicon.ico",
                "/streams",
                "/healthz",
                "/readyz",
                "/metrics",
                "/nothing",
                "/streams/nobody.mjpeg",
                "/streams/nobody.jpg",
                "/streams/camera.mjpeg?fps=0",
                "/streams/camera.mp4",
                "/streams/camera.zip?from=-1h",
                "/streams/camera/timeline"
            })
    void answersHeadAsGet(String path) throws Exception {
        HttpResponse<String> get = get(path);
        HttpResponse<String> head = client.send(
                server.request(path).method("HEAD", BodyPublishers.noBody()).build(), BodyHandlers.ofString());

        assertFalse(get.body().isEmpty());
        assertEquals(get.statusCode(), head.statusCode());
        assertEquals("", head.body());
        assertEquals(headers(get), headers(head));
    }

    /** Without the date, and without the length of a text that changes. */
    private static Map<String, List<String>> headers(HttpResponse<?> answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.remove("date");
        if (answer.uri().getPath().equals("/metrics")) {
            headers.remove("content-length");
        }
        return headers;
    }

    @Test
    void tellsItsMetrics() throws Exception {
        String metrics = get("/metrics").body();

        for (String name : List.of(
                "framelog_viewer_received_frames_total",
                "framelog_viewer_sent_frames_total",
                "framelog_viewer_skipped_records_total{reason=\"oversized\"}",
                "framelog_viewer_stalled_connections_total",
                "framelog_viewer_connections ",
                "framelog_viewer_pool_limit_bytes",
                "framelog_viewer_first_write_seconds_bucket",
                "framelog_viewer_kafka_ready 0.0",
                "jvm_memory_used_bytes")) {
            assertTrue(metrics.contains(name), () -> name + " in\n" + metrics);
        }
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(server.request(path).build(), BodyHandlers.ofString());
    }
}
