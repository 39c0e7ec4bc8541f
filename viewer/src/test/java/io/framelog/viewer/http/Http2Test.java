package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.PasswordCheck;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over TLS, with clients that speak HTTP/2. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // creating keys is slow
class Http2Test {
    private static final String LIVE = "/streams/camera.mjpeg";
    private static final int REFUSED_STREAM = 7;
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int LARGE = 2 << 20;

    private final Random random = new Random(1);
    private final TlsFiles files;
    private final SSLContext trusting;
    private TestServer server;

    Http2Test(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        files = authority.issue("present", "EC");
        trusting = authority.client();
    }

    private Tls tls() throws Exception {
        return new Tls(files, Tls.CHECK_INTERVAL);
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(tls());
    }

    @AfterEach
    void losesNoMemory() {
        server.close();
    }

    @Test
    void speaksHttp2WithClientsThatOfferItAndHttp11WithOthers() throws Exception {
        HttpRequest request = server.request("/healthz").build();
        for (Version version : Version.values()) {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .sslContext(trusting)
                    .version(version)
                    .build()
                    .send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(version, answer.version());
        }
        try (SSLSocket silent = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.port())) {
            silent.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            String answer = new String(silent.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test
    void speaksHttp11AloneWithoutTls() throws Exception {
        try (TestServer plain = new TestServer()) {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .version(Version.HTTP_2) // asks for an upgrade
                    .build()
                    .send(plain.request("/healthz").build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(Version.HTTP_1_1, answer.version());
        }
    }

    @Test
    void sendsManyAnswersOverOneConnection() throws Exception {
        try (Http2Client client = open()) {
            int one = watch(client);
            int other = watch(client);
            int events = client.get("/events");
            int list = client.get("/streams");
            client.await("the first event", () -> text(client, events).contains("camera"));
            assertEquals(
                    "text/event-stream;charset=utf-8",
                    client.answer(events).headers().get("content-type"));
            for (int length : List.of(300, 5_000, 16_384, 70_000, 900_000, 1_000)) {
                byte[] image = noise(length);
                server.arrives(CAMERA, image);
                client.await("the frame", () -> client.answer(one).endsWith(image));
                client.await("the frame", () -> client.answer(other).endsWith(image));
                int snapshot = client.get("/streams/camera.jpg");
                assertArrayEquals(image, client.complete(snapshot).body());
            }
            server.makeKnown(new StreamName("yard"));
            client.await("the next event", () -> text(client, events).contains("yard"));
            assertTrue(new String(client.complete(list).body(), UTF_8).contains("camera"));
            for (String path : List.of("/", "/page/main.js", "/healthz", "/metrics")) {
                assertEquals(200, client.complete(client.get(path)).status(), path);
            }
            assertEquals(1, server.pool.partsInUse(), "all clients share one frame in memory");
            assertTrue(server.metric("framelog_viewer_http2_streams") >= 3);
        }
        awaitViewers(0);
    }

    @Test
    void sendsNoHeadersOfHttp11() throws Exception {
        try (Http2Client client = open()) {
            int stream = watch(client);
            assertEquals(200, client.answer(stream).status());
            assertFalse(client.answer(stream).headers().contains("connection"));
            assertFalse(client.answer(stream).headers().contains("transfer-encoding"));

            for (String path : List.of(LIVE, "/events")) {
                int head = client.head("HEAD", path, Http2Client.END_STREAM);
                assertEquals(200, client.complete(head).status());
                assertEquals(0, client.answer(head).body().length);
                assertFalse(client.answer(head).headers().contains("content-length"));
            }
        }
    }

    @Test
    void endsAStreamThatTakesNothingAndNoOtherOfItsConnection() throws Exception {
        try (Http2Client client = open()) {
            int normal = watch(client);
            int stalled = client.getAndStall(LIVE);
            awaitViewers(2);
            for (int frames = 1; frames <= 2; frames++) {
                byte[] image = noise(LARGE);
                server.arrives(CAMERA, image);
                client.await("the frame", () -> client.answer(normal).endsWith(image));
            }
            Await.until("the other one is busy", () -> server.counters.skippedBusyCount() == 1);

            Await.until("it is ended", () -> {
                server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos() / 4);
                return server.counters.stalledCount() == 1;
            });

            client.await("its reset", () -> client.answer(stalled).reset().isPresent());
            awaitViewers(1);
            byte[] image = noise(1_000);
            server.arrives(CAMERA, image);
            client.await("the frame", () -> client.answer(normal).endsWith(image));
            Await.until("its frame is released", () -> server.pool.partsInUse() == 1);
        }
    }

    @Test
    void endsAConnectionThatTakesNothingAtAll() throws Exception {
        try (Http2Client client = new Http2Client(trusting, server.port(), 4096)) {
            watch(client);
            client.send(Http2Client.WINDOW_UPDATE, 0, 1, new byte[] {0x3f, 0, 0, 0});
            client.send(Http2Client.WINDOW_UPDATE, 0, 0, new byte[] {0x3f, 0, 0, 0});
            assertEquals(200, client.complete(client.get("/healthz")).status(), "it has the windows");
            server.arrives(CAMERA, noise(3 * LARGE));
            Await.until("it is busy", () -> {
                server.arrives(CAMERA, noise(1_000));
                return server.counters.skippedBusyCount() > 0;
            });

            Await.until("it is ended", () -> {
                server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos() / 4);
                return server.counters.stalledCount() == 1;
            });

            awaitViewers(0);
            Await.until("its frame is released", () -> server.pool.partsInUse() <= 1);
            Await.until("it is closed", () -> server.metric("framelog_viewer_http_connections") == 0);
        }
    }

    @Test
    void leavesNothingOfStreamsThatTheirClientsGiveUpAlsoWhereNoFrameComes() throws Exception {
        try (Http2Client client = open()) {
            int first = watch(client);
            int second = watch(client);
            int events = client.get("/events");
            Await.until("the events", () -> server.metric("framelog_viewer_events_clients") == 1);

            client.cancel(first);
            awaitViewers(1);
            client.cancel(events);
            Await.until("no events", () -> server.metric("framelog_viewer_events_clients") == 0);

            byte[] image = noise(LARGE);
            server.arrives(CAMERA, image);
            client.await("the frame", () -> client.answer(second).endsWith(image));
            client.cut();
        }
        awaitViewers(0);
        Await.until("no connection", () -> server.metric("framelog_viewer_http_connections") == 0);
    }

    @Test
    void keepsAStreamOpenThatHasNoFrames() throws Exception {
        try (Http2Client client = open()) {
            int stream = watch(client);
            Await.elapsed(TestServer.STALL_LIMIT.multipliedBy(2)); // that of silence is the same here

            byte[] image = noise(1_000);
            server.arrives(CAMERA, image);

            client.await("the frame", () -> client.answer(stream).endsWith(image));
        }
    }

    @Test
    void endsItsStreamsInOrderWhenItStops() throws Exception {
        try (Http2Client client = open()) {
            int stream = watch(client);
            int events = client.get("/events");
            client.await("the first event", () -> text(client, events).contains("camera"));

            server.close();

            client.complete(stream);
            client.complete(events);
            assertEquals(OptionalInt.empty(), client.answer(stream).reset());
        }
    }

    @Test
    void endsABodyThatComesSlowlyAndNoOtherStreamOfItsConnection() throws Exception {
        try (Http2Client client = open()) {
            int watched = watch(client);
            int slow = client.post("/streams");
            Await.until("it is ended", () -> {
                client.send(Http2Client.DATA, 0, slow, new byte[] {'a'});
                Await.elapsed(TestServer.STALL_LIMIT.dividedBy(10));
                return server.metric("framelog_viewer_http_slow_requests_total") == 1;
            });
            client.await("the answer", () -> client.answer(slow).status() == 408);

            byte[] image = noise(1_000);
            server.arrives(CAMERA, image);
            client.await("the frame", () -> client.answer(watched).endsWith(image));
            assertEquals(OptionalInt.empty(), client.goneAway());
        }
    }

    @Test
    void endsAConnectionWhoseNextHeadComesSlowly() throws Exception {
        try (Http2Client client = open()) {
            watch(client);
            client.sendRaw(new byte[] {0, 1, 0, Http2Client.HEADERS, 5, 0, 0, 0, 9});
            Await.until("it is ended", () -> {
                client.sendRaw(new byte[] {0});
                Await.elapsed(TestServer.STALL_LIMIT.dividedBy(10));
                return server.metric("framelog_viewer_http_slow_requests_total") == 1;
            });
            assertEquals(Http2Client.ENHANCE_YOUR_CALM, client.awaitGoodbye());
        }
        awaitViewers(0);
    }

    @Test
    void endsAConnectionThatRequestsNothing() throws Exception {
        try (Http2Client client = open()) {
            Await.until("it is ended", () -> {
                client.send(Http2Client.PING, 0, 0, new byte[8]);
                Await.elapsed(TestServer.STALL_LIMIT.dividedBy(10));
                return server.metric("framelog_viewer_http_slow_requests_total") == 1;
            });
            assertEquals(0, client.awaitGoodbye());
        }
    }

    @Test
    void endsAConnectionOfWhichTooManyControlFramesCome() throws Exception {
        try (Http2Client client = open()) {
            for (int count = 0; count <= Http2.MAX_CONTROL_FRAMES; count++) {
                client.send(Http2Client.PING, 0, 0, new byte[8]);
            }
            assertEquals(Http2Client.ENHANCE_YOUR_CALM, client.awaitGoodbye());
        }
    }

    @Test
    void refusesStreamsBeyondItsLimitUntilOneHasEnded() throws Exception {
        try (Http2Client client = open()) {
            List<Integer> streams = new ArrayList<>();
            for (int count = 0; count < Http2.MAX_STREAMS; count++) {
                streams.add(client.post("/streams")); // its body does not come
            }
            int more = client.get("/healthz");
            client.await("its refusal", () -> client.answer(more).reset().equals(OptionalInt.of(REFUSED_STREAM)));
            client.cancel(streams.get(0));
            Await.until("room", () -> client.complete(client.get("/healthz")).status() == 200);
        }
    }

    @Test
    void hasNoWebSocketsWithinHttp2SoThatBrowsersOpenAConnectionForThem() throws Exception {
        try (Http2Client client = open()) {
            assertEquals(426, client.complete(client.get("/ws")).status());
            assertEquals(0, client.setting(ENABLE_CONNECT_PROTOCOL).orElse(0));
        }
    }

    @Test
    void knowsItsUsers(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", PasswordCheck.hash("correct horse"), Role.VIEW, Optional.empty()));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting)
                .cookieHandler(new CookieManager())
                .build();
        try (TestServer guarded = new TestServer(tls(), users.path())) {
            HttpRequest stranger = guarded.request("/streams").build();
            assertEquals(401, client.send(stranger, BodyHandlers.discarding()).statusCode());
            String basic = Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
            HttpRequest known = guarded.request("/streams")
                    .header("Authorization", "Basic " + basic)
                    .build();
            assertEquals(200, client.send(known, BodyHandlers.discarding()).statusCode());

            HttpRequest login = guarded.request("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("name=anna&password=correct+horse"))
                    .build();
            HttpResponse<Void> let = client.send(login, BodyHandlers.discarding());
            assertEquals(303, let.statusCode());
            assertEquals(Version.HTTP_2, let.version());
            assertEquals(200, client.send(stranger, BodyHandlers.discarding()).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:443", "localhost.evil.example"})
    void refusesNamesThatWereMadeToStandForThisMachine(String host) throws Exception {
        try (Http2Client client = open()) {
            assertEquals(403, client.complete(client.getFrom(host, "/streams")).status());
            assertEquals(
                    200,
                    client.complete(client.getFrom("localhost:8443", "/streams"))
                            .status());
        }
    }

    @Test
    void refusesScriptsOfOtherWebsites() throws Exception {
        try (Http2Client client = open()) {
            int foreign = client.get("/streams", "origin", "https://evil.example");
            assertEquals(403, client.complete(foreign).status());
            int own = client.get("/streams", "origin", "https://localhost");
            assertEquals(200, client.complete(own).status());
        }
    }

    @Test
    void endsTheStreamsOfAUserWhoWasRemovedAndCountsThoseOfAnAddress(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", PasswordCheck.hash("correct horse"), Role.VIEW, Optional.empty()));
        String basic = "Basic " + Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
        try (TestServer guarded = new TestServer(tls(), users.path());
                Http2Client client = new Http2Client(trusting, guarded.port(), 0)) {
            List<Integer> streams = new ArrayList<>();
            for (int count = 0; count < TestServer.MAX_PER_ADDRESS; count++) {
                int stream = client.get(LIVE, "authorization", basic);
                client.await("its head", () -> client.answer(stream).status() == 200);
                streams.add(stream);
            }
            assertEquals(
                    429,
                    client.complete(client.get(LIVE, "authorization", basic)).status());
            client.cancel(streams.get(0));
            Await.until(
                    "room for another",
                    () -> guarded.metric("framelog_viewer_address_connections") == TestServer.MAX_PER_ADDRESS - 1);
            int last = client.get("/events", "authorization", basic);
            client.await("its head", () -> client.answer(last).status() == 200);

            users.remove("anna");

            client.complete(streams.get(1));
            client.complete(last);
            assertEquals(
                    401,
                    client.complete(client.get("/streams", "authorization", basic))
                            .status());
        }
    }

    private Http2Client open() throws IOException {
        return new Http2Client(trusting, server.port(), 0);
    }

    private int watch(Http2Client client) throws IOException {
        int before = server.streams.viewers();
        int stream = client.get(LIVE);
        awaitViewers(before + 1);
        client.await("the preamble", () -> text(client, stream).startsWith("--framelog"));
        return stream;
    }

    private static String text(Http2Client client, int stream) {
        return new String(client.answer(stream).body(), UTF_8);
    }

    private void awaitViewers(int count) {
        Await.until(() -> server.streams.viewers() + " viewers, not " + count, () -> server.streams.viewers() == count);
    }

    /** A JPEG's first bytes, followed by bytes that do not repeat. */
    private byte[] noise(int length) {
        byte[] image = new byte[length];
        random.nextBytes(image);
        System.arraycopy(Images.jpegOfLength(300, 1), 0, image, 0, 300);
        return image;
    }
}
