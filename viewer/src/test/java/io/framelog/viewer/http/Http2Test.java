package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The server over TLS, with clients that speak HTTP/2. */
@Timeout(60)
class Http2Test extends Http2Server {
    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int LARGE = 2 << 20;

    private static final int NO_ERROR = 0;
    /** What a client takes of a stream without a word. */
    private static final int FIRST_WINDOW = 65_535;

    private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

    Http2Test(@TempDir Path folder) throws Exception {
        super(folder);
    }

    @Test
    void speaksHttp2WithClientsThatOfferItAndHttp11WithOthers() throws Exception {
        HttpRequest request = server.request("/healthz").build();
        for (Version version : Version.values()) {
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .sslContext(trusting())
                    .version(version)
                    .build()
                    .send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals(version, answer.version());
        }
        try (SSLSocket silent = (SSLSocket) trusting().getSocketFactory().createSocket("localhost", server.port())) {
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
    void closesNoConnectionBeforeItsClientHasReadTheEndsOfItsStreams() throws Exception {
        List<Http2Client> clients = new ArrayList<>();
        Set<Integer> streams = new HashSet<>();
        try {
            while (server.streams.viewers() < TestServer.MAX_VIEWERS) {
                Http2Client client = open();
                clients.add(client);
                for (int i = 0; i < TestServer.MAX_VIEWERS / 8; i++) {
                    streams.add(client.get(LIVE));
                }
                awaitViewers(clients.size() * TestServer.MAX_VIEWERS / 8);
            }

            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);

            for (Http2Client client : clients) {
                for (int stream : streams) {
                    client.complete(
                            stream); // sends window updates, which a closed connection would answer with a reset
                }
                client.await("a goodbye", () -> client.goneAway().isPresent());
                assertEquals(OptionalInt.of(NO_ERROR), client.goneAway());
                client.close();
            }
            closing.join();
        } finally {
            for (Http2Client client : clients) {
                client.close();
            }
        }
    }

    @Test
    void doesNotWaitLongForClientsThatTakeNothingWhenItStops() throws Exception {
        try (Http2Client client = open()) {
            int stalled = client.getAndStall(LIVE);
            awaitViewers(1);
            server.arrives(CAMERA, noise(LARGE));
            client.await("a part of the frame", () -> client.answer(stalled).length() == FIRST_WINDOW);

            long begin = System.nanoTime();
            server.close();

            assertTrue(System.nanoTime() - begin < STOP_LIMIT.toNanos());
        }
    }

    @Test
    void hasNoWebSocketsWithinHttp2SoThatBrowsersOpenAConnectionForThem() throws Exception {
        try (Http2Client client = open()) {
            assertEquals(426, client.complete(client.get("/ws")).status());
            assertEquals(0, client.setting(ENABLE_CONNECT_PROTOCOL).orElse(0));
        }
    }
}
