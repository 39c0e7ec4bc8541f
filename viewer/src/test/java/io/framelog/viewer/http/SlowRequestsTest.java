package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Audit;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.SlowConnections;
import io.framelog.viewer.testing.SseClient;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.tls.Tls;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients whose requests come byte by byte, as slowloris and its like send them. */
@Timeout(60)
class SlowRequestsTest {
    private static final int MANY = 500;
    private static final String HEAD = "GET /streams HTTP/1.1\r\nHost: localhost\r\nX: ";
    private static final String FORM = """
            POST /login HTTP/1.1
            Host: localhost
            Content-Type: application/x-www-form-urlencoded
            Content-Length: 900

            """.replace("\n", "\r\n");

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void closesConnectionsWhoseHeadsComeSlowlyAndNoOthers() throws Exception {
        try (TestServer server = new TestServer();
                MjpegClient watching = MjpegClient.open(server.port(), "/streams/camera.mjpeg");
                SseClient waiting = SseClient.open(server.port(), "/events", null)) {
            watching.preamble();
            waiting.next();
            try (SlowConnections slow = new SlowConnections(server.port(), MANY, HEAD)) {
                slow.sendUntilClosed(() -> assertServes(server));
            }
            assertTrue(server.metric("framelog_viewer_http_slow_requests_total") >= MANY);
            byte[] image = Images.jpeg(16, 16);
            server.arrives(CAMERA, image);
            assertArrayEquals(image, watching.next().image());
            server.makeKnown(new StreamName("yard"));
            assertTrue(waiting.next().data().contains("yard"));
        }
    }

    @Test
    void closesConnectionsWhoseFormsComeSlowlyAndLeavesThreadsToOthers(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.VIEW, Optional.empty()));
        try (TestServer server = new TestServer(users.path());
                SlowConnections slow = new SlowConnections(server.port(), 100, FORM)) {
            slow.sendUntilClosed(() -> assertServes(server));
        }
    }

    @Test
    void closesAConnectionWhoseSecondHeadComesSlowly() throws Exception {
        try (TestServer server = new TestServer();
                SlowConnections slow =
                        new SlowConnections(server.port(), 5, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" + HEAD)) {
            slow.sendUntilClosed(() -> {});
        }
    }

    @Test
    void closesAConnectionWhoseHandshakeComesSlowly(@TempDir Path folder) throws Exception {
        try (TestServer server =
                        new TestServer(new Tls(new TestAuthority(folder).issue("present", "EC"), Tls.CHECK_INTERVAL));
                // The head of a handshake's record of 16 KiB.
                SlowConnections slow = new SlowConnections(server.port(), 5, "\26\3\1@\0\1\0?")) {
            slow.sendUntilClosed(() -> {});
        }
    }

    @Test
    void leavesALongAnswerItsTime() throws Exception {
        Duration limit = Duration.ofMillis(200);
        SlowRequests slow = new SlowRequests(limit);
        ClientAddress addresses = new ClientAddress(List.of());
        Routes routes =
                new Routes(new NoStreams(), StreamName.DEFAULT, Gate.OPEN, AddressLimit.ofCostlyRequests(addresses));
        routes.open(HandlerType.POST, "/long", context -> {
            Await.elapsed(limit.multipliedBy(4));
            context.result(context.body());
        });
        try (HttpServer server = new HttpServer(
                "127.0.0.1",
                0,
                null,
                Duration.ofSeconds(30),
                routes,
                CrossOrigin.NONE,
                new SiteGuard(Optional.empty(), CrossOrigin.NONE, addresses, new Audit()),
                slow,
                new DescriptorReserve())) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/long"))
                    .POST(HttpRequest.BodyPublishers.ofString("a body"))
                    .build();
            HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
            assertEquals("a body", answer.body());
        }
    }

    @Test
    void refusesALargeBodyWithoutReadingIt() throws Exception {
        try (TestServer server = new TestServer()) {
            HttpResponse<String> answer = client.send(
                    server.request("/streams")
                            .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[100_000]))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(413, answer.statusCode());
            assertTrue(answer.body().contains("a request's body may have 16384 bytes"), answer.body());
        }
    }

    private void assertServes(TestServer server) {
        try {
            HttpResponse<String> answer =
                    client.send(server.request("/page/page.css").build(), BodyHandlers.ofString());
            assertEquals(200, answer.statusCode());
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class NoStreams implements StreamNames {
        @Override
        public Optional<StreamName> find(String segment, Identity client) {
            return Optional.empty();
        }

        @Override
        public StreamName require(String segment, Identity client) {
            throw new ProblemException(Problem.notFound(segment));
        }

        @Override
        public void require(StreamName stream, Identity client) {
            throw new ProblemException(Problem.notFound(stream.value()));
        }
    }
}
