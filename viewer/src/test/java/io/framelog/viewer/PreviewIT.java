package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Quarters;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Live streams in smaller widths over HTTP, made by the real FFmpeg. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class PreviewIT {
    private static final String FRONT = "/streams/front.mjpeg";
    private static final byte[] WIDE = Images.bytes(Images.jpeg(Quarters.picture(1280, 720)));
    private static final byte[] LESS_WIDE = Images.bytes(Images.jpeg(Quarters.picture(640, 480)));
    private static final byte[] NARROW = Images.bytes(Images.jpeg(Quarters.picture(300, 200)));
    private static final byte[] PNG = Images.bytes(Images.png(Quarters.picture(800, 600)));

    private final long now = System.currentTimeMillis() * 1000;
    private final Recording recording;
    private final RunningViewer viewer;
    private int frames;

    PreviewIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @BeforeEach
    void writeAnOldFrame() throws Exception {
        recording.write(0, "front", WIDE, now - 600_000_000);
        recording.flush();
        viewer.awaitStream("front", "width", 1280);
    }

    @AfterEach
    void close() {
        assertEquals(0, viewer.count("previews_failed_total"));
        viewer.close();
        recording.close();
        Await.until("all copies have ended", () -> viewer.count("previews") == 0);
        Await.until("their memory is freed", () -> viewer.count("previews_kept_bytes") == 0);
    }

    @Test
    void showsTheLastPictureOfAStreamThatIsNotLiveAtOnce() throws Exception {
        try (MjpegClient full = viewer.watch(FRONT);
                MjpegClient client = viewer.watch(FRONT + "?width=320&fps=5")) {
            MjpegClient.Picture original = full.next();
            MjpegClient.Picture picture = client.next();
            assertShows(320, 180, picture);
            assertEquals("image/jpeg", picture.headers().get("content-type"));
            for (String header : List.of("x-timestamp", "x-framelog-position", "x-framelog-latency")) {
                assertEquals(original.headers().get(header), picture.headers().get(header), header);
            }
            viewer.awaitStream("front", "viewers", 2);
            assertEquals(1, viewer.count("previews"));
        }
    }

    @Test
    void followsAStreamThatChangesItsSizeAndFormatInTwoWidths() throws Exception {
        try (MjpegClient small = viewer.watch(FRONT + "?width=200");
                MjpegClient medium = viewer.watch(FRONT + "?width=640")) {
            assertShows(320, 180, small.next());
            assertShows(640, 360, medium.next());
            assertEquals(2, viewer.count("previews"));

            write(LESS_WIDE);
            assertShows(320, 240, small.next());
            assertArrayEquals(LESS_WIDE, medium.next().image(), "not encoded again");

            write(NARROW);
            assertArrayEquals(NARROW, small.next().image());
            assertArrayEquals(NARROW, medium.next().image());

            write(PNG);
            assertShows(320, 240, small.next());
            MjpegClient.Picture picture = medium.next();
            assertShows(640, 480, picture);
            assertEquals("image/jpeg", picture.headers().get("content-type"));

            write(WIDE);
            assertShows(320, 180, small.next());
            assertShows(640, 360, medium.next());
        }
    }

    @Test
    void makesEachPictureOnceForAll() throws Exception {
        try (MjpegClient first = viewer.watch(FRONT + "?width=320");
                MjpegClient second = viewer.watch(FRONT + "?width=320");
                MjpegClient third = viewer.watch(FRONT + "?width=320")) {
            byte[] shown = first.next().image();
            assertArrayEquals(shown, second.next().image());
            assertArrayEquals(shown, third.next().image());
            write(LESS_WIDE);
            shown = first.next().image();
            assertArrayEquals(shown, second.next().image());
            assertArrayEquals(shown, third.next().image());
            assertEquals(2, viewer.count("previews_made_total"));
        }
    }

    @Test
    void replaysInAWidthInOrderAndToTheEnd() throws Exception {
        for (int frame = 0; frame < 20; frame++) {
            write(WIDE);
        }
        try (MjpegClient client = viewer.watch(FRONT + "?from=0@1&to=0@20&speed=0.1&width=320")) {
            long last = 0;
            for (long offset = 0; offset < 20; ) {
                MjpegClient.Picture picture = client.next();
                assertShows(320, 180, picture);
                String position = String.valueOf(picture.headers().get("x-framelog-position"));
                offset = Long.parseLong(position.substring("0@".length()));
                assertTrue(offset > last, offset + " after " + last);
                last = offset;
            }
            assertThrows(IOException.class, client::next, "it ends");
        }
        try (MjpegClient client = viewer.watch(FRONT + "?from=0@7&speed=0&width=320")) {
            assertShows(320, 180, client.next());
        }
        assertEquals(0, viewer.count("previews"), "they share nothing");
    }

    @Test
    void aReplayThatBecomesLiveHasTheCopyOfAllClientsAndNoPictureTwice() throws Exception {
        try (MjpegClient replay = viewer.watch(FRONT + "?from=0@0&width=320")) {
            assertShows(320, 180, replay.next());
            Await.until("it is live", () -> viewer.count("replays") == 0);
            assertEquals(0, viewer.count("previews_replays"));
            assertEquals(1, viewer.count("previews"));
            viewer.awaitStream("front", "viewers", 1);

            write(LESS_WIDE);
            assertShows(320, 240, replay.next());
            write(WIDE);
            assertShows(320, 180, replay.next());
        }
    }

    @Test
    void theAddressesOfOlderClientsAcceptAWidth() throws Exception {
        recording.write(0, "default", WIDE, now);
        recording.flush();
        viewer.awaitStream("default", "width", 1280);
        for (String address : List.of("/kaf/?width=320", "/stream?width=320", "/?action=stream&width=320")) {
            try (MjpegClient client = viewer.watch(address)) {
                assertShows(320, 180, client.next());
            }
        }
        try (MjpegClient client = viewer.watch("/stream?width=1281")) {
            assertArrayEquals(WIDE, client.next().image(), "there is no wider copy: the full size");
        }
    }

    @Test
    void refusesWidthsThatItCannotShow() throws Exception {
        for (String width : List.of("15", "4097", "-320", "wide", "")) {
            assertProblem("width= must be between 16 and 4096 pixels, not width=" + width, FRONT + "?width=" + width);
        }
        assertProblem("width= must be between 16 and 4096 pixels, not width=15", FRONT + "?width=15&from=-1m");
        HttpResponse<byte[]> head = viewer.head(FRONT + "?width=320");
        assertEquals(200, head.statusCode());
        assertEquals(0, viewer.count("previews"));
    }

    private void assertProblem(String detail, String path) throws Exception {
        HttpResponse<byte[]> answer = viewer.get(path);
        String text = new String(answer.body(), UTF_8);
        assertEquals(400, answer.statusCode(), text);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(text.contains(detail), text);
    }

    private void write(byte[] image) throws Exception {
        frames++;
        recording.write(0, "front", image, now + frames * 1_000L);
        recording.flush();
    }

    private static void assertShows(int width, int height, MjpegClient.Picture picture) throws IOException {
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(picture.image()));
        assertEquals(width + "x" + height, shown.getWidth() + "x" + shown.getHeight());
        Quarters.assertShown(shown);
    }
}
