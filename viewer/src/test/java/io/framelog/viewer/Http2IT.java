package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Quarters;
import io.framelog.localkafka.LocalKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.Recording;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Live video, the past and clips over one connection of HTTP/2, from a real log. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // creating keys is slow
class Http2IT {
    private static final int FRAMES = 400;
    private static final int FRAME_BYTES = 200_000;

    private final TlsFiles files;
    private final SSLContext trusting;

    Http2IT(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        files = authority.issue("viewer", "EC");
        trusting = authority.client();
    }

    @Test
    void answersAllAddressesAndEndsOnlyTheStreamOfAClipThatIsNotTakenOrCannotBeCompleted() throws Exception {
        try (LocalKafka kafka = LocalKafka.start();
                Recording recording = new Recording(kafka.bootstrapServer(), "video-stream", 1);
                RunningViewer viewer = RunningViewer.encrypted(kafka.bootstrapServer(), "video-stream", files)) {
            long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 60_000_000;
            for (int i = 0; i < FRAMES; i++) {
                recording.write(0, "camera", Recording.image(i, FRAME_BYTES), begin + 20_000L * i);
            }
            recording.write(0, "front", Images.bytes(Images.jpeg(Quarters.picture(1280, 720))), begin);
            recording.flush();
            try (Http2Client client = new Http2Client(trusting, viewer.port(), 0)) {
                askForAll(client, begin);
                askForARange(client);
                askForASmallerPicture(client);
                endAClipThatIsNotTaken(viewer, client);
                breakOffAClip(kafka, viewer, client);
            }
            kafka.restart();
        }
    }

    private static void askForAll(Http2Client client, long begin) throws Exception {
        Await.until(
                "it has the stream", () -> text(client, client.get("/streams")).contains("\"camera\""));

        assertArrayEquals(
                Recording.image(0, FRAME_BYTES),
                client.complete(client.get("/streams/camera.jpg?at=earliest")).body());
        int replay = client.get("/streams/camera.mjpeg?from=earliest&to=now");
        client.await("the replay's frames", () -> client.answer(replay).length() > 10 * FRAME_BYTES);
        assertEquals(200, client.answer(replay).status());
        String to = Instant.EPOCH.plus(begin + 200_000, ChronoUnit.MICROS).toString();
        int whole = client.get("/streams/camera.mkv?from=earliest&to=" + to);
        assertTrue(client.complete(whole).length() > 9 * FRAME_BYTES, "a clip");
        for (String path : List.of("/streams/camera/timeline", "/events.json", "/metrics", "/healthz", "/readyz")) {
            assertEquals(200, client.complete(client.get(path)).status(), path);
        }
        client.cancel(replay);
    }

    private static void askForARange(Http2Client client) throws Exception {
        String clip = "/streams/camera.mkv?from=0@0&to=0@9";
        int whole = client.get(clip);
        byte[] all = client.complete(whole).body();
        int part = client.get(clip, "range", "bytes=1000-1999");
        assertArrayEquals(
                Arrays.copyOfRange(all, 1_000, 2_000), client.complete(part).body());
        assertEquals(206, client.answer(part).status());
    }

    private static void askForASmallerPicture(Http2Client client) throws Exception {
        int small = client.get("/streams/front.mjpeg?width=320");
        client.await("the picture", () -> firstImage(client.answer(small).body()) != null);
        BufferedImage picture =
                Objects.requireNonNull(firstImage(client.answer(small).body()));
        assertEquals(List.of(320, 180), List.of(picture.getWidth(), picture.getHeight()));
        client.cancel(small);
    }

    /** Null before it is complete. */
    private static @Nullable BufferedImage firstImage(byte[] parts) throws IOException {
        String text = new String(parts, ISO_8859_1); // a character for each byte
        int begin = text.indexOf("\u00ff\u00d8");
        int end = text.indexOf("\r\n--framelog", Math.max(0, begin));
        return begin < 0 || end < 0 ? null : ImageIO.read(new ByteArrayInputStream(parts, begin, end - begin));
    }

    private static void endAClipThatIsNotTaken(RunningViewer viewer, Http2Client client) throws Exception {
        int live = client.get("/streams/camera.mjpeg");
        int clip = client.getAndStall("/streams/camera.mkv?from=earliest");
        client.await("its begin", () -> client.answer(clip).length() > 0);
        client.await("its reset", () -> {
            Await.until(
                    "the list", () -> client.complete(client.get("/healthz")).status() == 200);
            return client.answer(clip).reset().isPresent();
        });
        assertEquals(OptionalInt.empty(), client.answer(live).reset());
        Await.until("no clip is left", () -> viewer.count("clips") == 0);
        client.cancel(live);
    }

    private static void breakOffAClip(LocalKafka kafka, RunningViewer viewer, Http2Client client) throws Exception {
        int live = client.get("/streams/camera.mjpeg");
        int clip = client.getAndStall("/streams/camera.mkv?from=earliest");
        client.await("its begin", () -> client.answer(clip).length() > 0);
        kafka.kill();
        client.goOn(clip);

        client.await("its reset", () -> client.answer(clip).reset().isPresent());
        assertEquals(200, client.complete(client.get("/healthz")).status(), "the connection goes on");
        assertEquals(OptionalInt.empty(), client.answer(live).reset());
        Await.until("no clip is left", () -> viewer.count("clips") == 0);
        Await.until("no replay is left", () -> viewer.count("replays") == 0);
        Await.until("only the live stream is left", () -> viewer.count("connections") == 1);
        client.cancel(live);
        Await.until("no client is left", () -> viewer.count("connections") == 0);
    }

    private static String text(Http2Client client, int stream) {
        return new String(client.complete(stream).body(), UTF_8);
    }
}
