package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
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
        "GET, /streams/camera.mjpeg?fps=0, 400, not 0",
        "GET, /streams/camera.mjpeg?fps=many, 400, not many",
        "GET, /streams/camera.mjpeg?fps=1e2, 400, not 1e2",
        "GET, /streams/camera.mjpeg?fps=5f, 400, not 5f",
        "GET, /streams/camera.mjpeg?fps=0.001, 400, between 0.01 and 1000",
        "GET, /streams/camera.mjpeg?fps=1001, 400, between 0.01 and 1000",
        "GET, /?action=dance, 400, not dance",
        "POST, /streams, 405, only GET and HEAD",
        "DELETE, /kaf/, 405, only GET and HEAD",
        "GET, /readyz, 503, asking Kafka at nowhere:9092",
    })
    void saysWhatIsWrongAsAProblem(String method, String path, int status, String detail) throws Exception {
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
