package io.framelog.viewer.live;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LiveResourceTest {
    private static final String PATH = "/streams/camera.mjpeg";
    private static final byte[] ONE = Images.jpegOfLength(5_000, 1);
    private static final byte[] TWO = Images.jpegOfLength(6_000, 2);
    private static final String WRITES = "framelog_viewer_capture_to_write_seconds";
    private static final int LARGE = 2 << 20;

    private final TestServer server = new TestServer();

    @AfterEach
    void losesNoMemory() {
        server.close();
    }

    @Test
    void sendsEachFrameWithTheDelimiterBehindIt() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            assertEquals("--framelog", client.preamble());
            server.arrives(CAMERA, ONE);
            MjpegClient.Picture first = client.next();
            server.arrives(CAMERA, TWO);
            MjpegClient.Picture second = client.next();

            assertArrayEquals(ONE, first.image());
            assertArrayEquals(TWO, second.image());
            assertEquals("image/jpeg", first.headers().get("content-type"));
            assertEquals("1.000000", first.headers().get("x-timestamp"));
        }
    }

    @Test
    void measuresTheTimeUntilASlowClientHasTakenAllOfAFrame() throws IOException {
        try (MjpegClient slow = MjpegClient.openWithSmallBuffer(server.port(), PATH)) {
            Await.until("it watches", () -> server.streams.viewers() == 1);
            slow.preamble();
            server.arrives(CAMERA, ONE);
            slow.next();
            assertEquals(0, server.metric(WRITES + "_count"), "the first frame is as old as it is");
            server.arrives(CAMERA, Images.jpegOfLength(LARGE, 3));
            Await.until("it is being sent", () -> server.metric("framelog_viewer_sent_frames_total") == 2);
            server.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            slow.next();

            Await.until("it is sent", () -> server.metric(WRITES + "_count") == 1);
            assertEquals(1.002, server.metric(WRITES + "_sum"), 1e-6, "2 ms to the viewer, and a second to the client");
            assertEquals(0, server.metric(WRITES + "_bucket{le=\"1.0\"}"));
            assertEquals(1, server.metric(WRITES + "_bucket{le=\"2.5\"}"));
        }
    }

    @Test
    void answersWithAHeadThatNeitherBuffersNorCaches() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            assertEquals("HTTP/1.1 200 OK", client.statusLine());
            assertEquals(
                    "multipart/x-mixed-replace;boundary=framelog",
                    client.headers().get("content-type"));
            assertEquals("no-store, no-transform", client.headers().get("cache-control"));
            assertEquals("nosniff", client.headers().get("x-content-type-options"));
            assertEquals("no", client.headers().get("x-accel-buffering"));
            assertEquals("close", client.headers().get("connection"));
            assertFalse(client.headers().containsKey("transfer-encoding"));
            assertFalse(client.headers().containsKey("content-length"));
        }
    }

    @Test
    void sendsAClientTheNewestFrameAgainWhileNoneComes() throws IOException {
        try (MjpegClient client = watch(PATH);
                MjpegClient limited = watch(PATH + "?fps=0.01")) {
            client.preamble();
            limited.preamble();
            server.arrives(CAMERA, ONE);
            MjpegClient.Picture first = client.next();
            limited.next();

            server.nanos.addAndGet(MjpegWatcher.KEEP_ALIVE.toNanos());

            MjpegClient.Picture again = client.next();
            assertArrayEquals(ONE, again.image());
            assertEquals(first.headers(), again.headers(), "its time stays that of the frame");
            assertArrayEquals(ONE, limited.next().image());
            server.arrives(CAMERA, TWO);
            assertArrayEquals(TWO, client.next().image(), "once only");
        }
    }

    @Test
    void keepsTheConnectionInUseBeforeTheFirstFrame() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
            // The connection is served a moment after it is counted: its time begins then.
            Await.until("something has come", () -> {
                server.nanos.addAndGet(MjpegWatcher.KEEP_ALIVE.toNanos());
                return client.hasInput();
            });
            assertEquals("X-Framelog-Waiting: no frame yet", client.preamble());
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void servesClientsOfHttp10() throws IOException {
        try (MjpegClient client = MjpegClient.openHttp10(server.port(), PATH)) {
            awaitViewers(1);
            client.preamble();
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void givesANewClientTheNewestFrameAtOnce() throws IOException {
        try (MjpegClient first = watch(PATH)) {
            first.preamble();
            server.arrives(CAMERA, ONE);
            first.next();
            try (MjpegClient second = watch(PATH)) {
                second.preamble();
                assertArrayEquals(ONE, second.next().image());
            }
        }
    }

    @Test
    void framesThatArriveTogetherAreAllShown() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
            server.arrives(CAMERA, ONE);
            server.arrives(CAMERA, TWO);
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
            assertArrayEquals(TWO, client.next().image());
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void aSlowClientGetsTheNewestFrameWhenItCanTakeOne() throws IOException {
        try (MjpegClient slow = MjpegClient.openWithSmallBuffer(server.port(), PATH)) {
            awaitViewers(1);
            slow.preamble();
            server.arrives(CAMERA, Images.jpegOfLength(LARGE, 1));
            Await.until("it stalls in the first frame", () -> server.pool.partsInUse() == 1);
            for (int number = 2; number <= 20; number++) {
                long skipped = server.counters.skippedBusyCount();
                server.arrives(CAMERA, Images.jpegOfLength(LARGE, number));
                Await.until("it skips a frame", () -> server.counters.skippedBusyCount() > skipped);
            }
            assertEquals(2, server.pool.partsInUse(), "the one being sent, and the newest");

            byte[] first = slow.next().image();
            byte[] next = slow.next().image();

            assertEquals(1, first[LARGE - 1]);
            assertEquals(20, next[LARGE - 1]);
        }
    }

    @Test
    void endsAClientThatTakesNothingAndNobodyElse() throws IOException {
        try (MjpegClient normal = watch(PATH);
                MjpegClient stalled = MjpegClient.openWithSmallBuffer(server.port(), PATH)) {
            awaitViewers(2);
            normal.preamble();
            server.arrives(CAMERA, Images.jpegOfLength(LARGE, 1));
            assertEquals(1, normal.next().image()[LARGE - 1]);
            server.arrives(CAMERA, Images.jpegOfLength(LARGE, 2));
            assertEquals(2, normal.next().image()[LARGE - 1]);
            Await.until("the other client stalls", () -> server.counters.skippedBusyCount() == 1);
            assertEquals(0, server.counters.stalledCount());

            // The client may have made progress before the first step; the second step exceeds the limit.
            Await.until("it is disconnected", () -> {
                server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos() / 4);
                return server.counters.stalledCount() == 1;
            });

            awaitViewers(1);
            assertThrows(IOException.class, stalled::awaitEnd, "reset, so that the kernel frees its memory");
            server.arrives(CAMERA, ONE);
            byte[] next = normal.next().image();
            while (next.length == LARGE) { // sent again, because so much time has passed
                next = normal.next().image();
            }
            assertArrayEquals(ONE, next);
            Await.until("its frame is released", () -> server.pool.partsInUse() == 1);
        }
    }

    @Test
    void noticesThatAClientIsGoneAlsoWhereNoFrameComes() throws IOException {
        MjpegClient client = watch(PATH);
        assertEquals(1, server.streams.viewers(CAMERA));

        client.close();

        awaitNobody();
    }

    @Test
    void servesAClientThatHasClosedItsSideOn() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
            client.halfClose();
            for (int number = 1; number <= 3; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(1000, number));
                assertEquals(number, client.next().image()[999]);
                server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos() / 2);
            }
        }
        awaitNobody();
    }

    @Test
    void aFrameFindsOutAClientThatIsGone() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
        }
        Await.until("frames are refused", () -> {
            LiveStream stream = server.streams.find(CAMERA);
            if (stream != null) {
                stream.offer(server.part(CAMERA, ONE));
            }
            return server.streams.viewers() == 0;
        });
    }

    @Test
    void throwsAwayWhatAClientSendsBehindItsRequest() throws IOException {
        try (MjpegClient client = MjpegClient.openAndSay(server.port(), PATH, "GET /streams HTTP/1.1\r\n\r\n")) {
            awaitViewers(1);
            client.preamble();
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void callsTheStreamBytesWhereAScriptReadsIt() throws IOException {
        try (MjpegClient client = MjpegClient.openAccepting(server.port(), PATH, "application/octet-stream")) {
            awaitViewers(1);
            assertEquals("application/octet-stream", client.headers().get("content-type"));
            assertEquals("Accept", client.headers().get("vary"));
            client.preamble();
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void ignoresWhatClientsSayLater() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
            client.say("GET / HTTP/1.1\r\n\r\n".repeat(1000));
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, client.next().image());
        }
    }

    @Test
    void keepsToTheRateThatAClientAsksFor() throws IOException {
        try (MjpegClient every = watch(PATH);
                MjpegClient some = watch(PATH + "?fps=10")) {
            awaitViewers(2);
            every.preamble();
            some.preamble();
            List<Integer> seen = new ArrayList<>();
            for (int number = 1; number <= 30; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(1000, number));
                assertEquals(number, every.next().image()[999]);
                server.nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / 30);
            }
            while (seen.size() < 10) {
                seen.add((int) some.next().image()[999]);
            }
            assertEquals(List.of(1, 4, 7, 10, 13, 16, 19, 22, 25, 28), seen);
        }
    }

    @Test
    void watchedStreamsDoNotMix() throws IOException {
        StreamName other = new StreamName("other");
        server.makeKnown(other);
        try (MjpegClient one = watch(PATH);
                MjpegClient two = MjpegClient.open(server.port(), "/streams/other.mjpeg")) {
            awaitViewers(2);
            one.preamble();
            two.preamble();
            server.arrives(other, TWO);
            server.arrives(CAMERA, ONE);
            assertArrayEquals(ONE, one.next().image());
            assertArrayEquals(TWO, two.next().image());
        }
    }

    @Test
    void theAddressesOfOlderClientsWaitForTheDefaultStream() throws IOException {
        for (String path : List.of("/kaf", "/kaf/", "/stream", "/?action=stream")) {
            try (MjpegClient client = MjpegClient.open(server.port(), path)) {
                assertEquals("HTTP/1.1 200 OK", client.statusLine(), path);
                client.preamble();
                Await.until("it watches", () -> server.streams.viewers(StreamName.DEFAULT) == 1);
                server.arrives(StreamName.DEFAULT, ONE);
                assertArrayEquals(ONE, client.next().image());
            }
            awaitNobody();
        }
    }

    @Test
    void refusesMoreClientsThanItsLimit() throws Exception {
        List<MjpegClient> clients = new ArrayList<>();
        for (int i = 0; i < TestServer.MAX_VIEWERS; i++) {
            clients.add(MjpegClient.open(server.port(), PATH));
        }
        awaitViewers(TestServer.MAX_VIEWERS);

        HttpResponse<String> refused =
                HttpClient.newHttpClient().send(server.request(PATH).build(), BodyHandlers.ofString());

        assertEquals(503, refused.statusCode());
        assertEquals("2", refused.headers().firstValue("Retry-After").orElse(""));
        assertTrue(refused.body().contains("--max-viewers"), refused.body());
        for (MjpegClient client : clients) {
            client.close();
        }
    }

    @Test
    void answersHeadWithTheHeadAlone() throws Exception {
        HttpResponse<String> head = HttpClient.newHttpClient()
                .send(
                        server.request(PATH)
                                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString());

        assertEquals(200, head.statusCode());
        assertEquals(
                "multipart/x-mixed-replace;boundary=framelog",
                head.headers().firstValue("Content-Type").orElse(""));
        assertEquals(0, server.streams.viewers());
    }

    @Test
    void endsItsClientsWhenItStops() throws IOException {
        try (MjpegClient client = watch(PATH)) {
            client.preamble();
            server.arrives(CAMERA, ONE);
            client.next();

            server.close();

            client.awaitEnd();
        }
    }

    private MjpegClient watch(String path) throws IOException {
        int before = server.streams.viewers();
        MjpegClient client = MjpegClient.open(server.port(), path);
        awaitViewers(before + 1);
        return client;
    }

    /** Without frames, the stall limit finds the clients that have gone. */
    private void awaitNobody() {
        Await.until("nobody watches", () -> {
            server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos());
            return server.streams.viewers() == 0;
        });
    }

    private void awaitViewers(int count) {
        Await.until(() -> server.streams.viewers() + " viewers, not " + count, () -> server.streams.viewers() == count);
    }
}
