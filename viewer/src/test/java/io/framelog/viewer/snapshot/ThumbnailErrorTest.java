package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.thumbnail.Thumbnails;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client's response when a thumbnail fails with an error of the JVM. */
@Timeout(60)
class ThumbnailErrorTest {
    private static final byte[] SMALL = {1, 2, 3};

    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void answersWithAProblemAndGoesOn() throws Exception {
        Thumbnails thumbnails = new Thumbnails(
                (format, image, size, width) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new OutOfMemoryError("as a test");
                    }
                    return Optional.of(SMALL);
                },
                1 << 20);
        // Closing the server fails if a frame was not released.
        try (TestServer server = new TestServer(null, thumbnails);
                MjpegClient watching = MjpegClient.open(server.port(), "/streams/camera.mjpeg")) {
            watching.preamble();
            Await.until("it watches", () -> server.streams.viewers() == 1);
            server.arrives(CAMERA, Images.jpeg(640, 480));
            watching.next();

            HttpResponse<byte[]> answer = get(server);
            assertEquals(500, answer.statusCode(), () -> new String(answer.body(), UTF_8));
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("Content-Type").orElse(""));
            Await.until("the slot is given back", () -> server.metric("framelog_viewer_snapshots") == 0);

            Await.until("the failure is forgotten", () -> get(server).statusCode() == 200);
            assertArrayEquals(SMALL, get(server).body());
            Await.until("the slots are given back", () -> server.metric("framelog_viewer_snapshots") == 0);
        }
    }

    private HttpResponse<byte[]> get(TestServer server) throws Exception {
        return client.send(server.request("/streams/camera.jpg?width=320").build(), BodyHandlers.ofByteArray());
    }
}
