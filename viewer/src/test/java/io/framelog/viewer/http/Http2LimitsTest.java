package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.TestServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients of HTTP/2 may keep, and how long they may take. */
@Timeout(60)
class Http2LimitsTest extends Http2Server {
    private static final int REFUSED_STREAM = 7;
    private static final int LARGE = 2 << 20;

    Http2LimitsTest(@TempDir Path folder) throws Exception {
        super(folder);
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
        try (Http2Client client = new Http2Client(trusting(), server.port(), 4096)) {
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
}
