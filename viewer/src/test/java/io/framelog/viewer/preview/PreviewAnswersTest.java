package io.framelog.viewer.preview;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients with a width get, besides pictures. */
@Timeout(60)
class PreviewAnswersTest {
    private static final String FULL = "/streams/camera.mjpeg";
    private static final String SMALL = FULL + "?width=320&fps=5";
    private static final byte[] FRAME = Images.jpeg(640, 480);

    @Test
    void saysThatTheLibrariesAreMissingAndShowsTheFullSize() throws Exception {
        Reducer.Factory missing = new Reducer.Factory() {
            @Override
            public void load() {
                throw new CommandFailure(ExitCode.UNEXPECTED, "FFmpeg's libraries cannot be loaded");
            }

            @Override
            public Reducer reducer(int width) {
                throw new AssertionError("it cannot work");
            }
        };
        try (TestServer server = new TestServer(missing)) {
            for (int i = 0; i < 2; i++) {
                HttpResponse<String> answer = get(server);
                assertEquals(501, answer.statusCode(), answer.body());
                assertEquals(
                        "application/problem+json",
                        answer.headers().firstValue("Content-Type").orElse(""));
                assertTrue(answer.body().contains("cannot be loaded. Without width="), answer.body());
            }
            assertEquals(0, server.streams.viewers());
            for (String path : List.of(FULL, FULL + "?width=2000")) {
                try (MjpegClient client = MjpegClient.open(server.port(), path)) {
                    awaitViewers(server, 1);
                    client.preamble();
                    server.arrives(CAMERA, FRAME);
                    assertArrayEquals(FRAME, client.next().image());
                }
                Await.until("it has gone", () -> {
                    server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos());
                    return server.streams.viewers() == 0;
                });
            }
        }
    }

    @Test
    void itsClientsCountAsViewers() throws Exception {
        try (TestServer server = new TestServer(new FakeReducers())) {
            List<MjpegClient> clients = new ArrayList<>();
            for (int i = 0; i < TestServer.MAX_VIEWERS; i++) {
                clients.add(MjpegClient.open(server.port(), SMALL));
            }
            awaitViewers(server, TestServer.MAX_VIEWERS);
            server.arrives(CAMERA, FRAME);
            for (MjpegClient client : clients) {
                client.preamble();
                assertArrayEquals(FakeReducers.SMALL, client.next().image());
            }
            assertEquals(1, server.metric("framelog_viewer_previews_made_total"));
            assertEquals(TestServer.MAX_VIEWERS, server.metric("framelog_viewer_connections"));
            HttpResponse<String> refused = get(server);
            assertEquals(503, refused.statusCode());
            assertTrue(refused.body().contains("--max-viewers"), refused.body());
            for (MjpegClient client : clients) {
                client.close();
            }
        }
    }

    private static HttpResponse<String> get(TestServer server) throws Exception {
        return HttpClient.newHttpClient().send(server.request(SMALL).build(), BodyHandlers.ofString());
    }

    private static void awaitViewers(TestServer server, int count) {
        Await.until(() -> server.streams.viewers() + " viewers", () -> server.streams.viewers() == count);
    }
}
