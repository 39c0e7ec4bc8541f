package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Recording;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Thumbnails over HTTP, made by the real FFmpeg. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class ThumbnailIT {
    private static final String RED = "/streams/front.jpg?at=0@0";

    private final long now = System.currentTimeMillis() * 1000;
    private final Recording recording;
    private final RunningViewer viewer;

    ThumbnailIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @BeforeEach
    void write() throws Exception {
        recording.write(0, "front", image("jpeg", Color.RED), now - 600_000_000);
        recording.write(0, "front", Recording.image(1, 64), now - 300_000_000);
        recording.write(0, "front", image("png", Color.BLUE), now - 1_000_000);
        recording.flush();
        viewer.awaitStream("front", "width", 640);
    }

    @AfterEach
    void close() {
        viewer.close();
        recording.close();
    }

    @Test
    void makesAFrameSmall() throws Exception {
        HttpResponse<byte[]> answer = viewer.get(RED + "&width=160");
        assertEquals(200, answer.statusCode());
        assertEquals("image/jpeg", header(answer, "Content-Type"));
        assertEquals("private, max-age=86400, immutable", header(answer, "Cache-Control"));
        assertEquals(Integer.toString(answer.body().length), header(answer, "Content-Length"));
        assertShows(Color.RED, 160, 120, answer);

        HttpResponse<byte[]> head = viewer.head(RED + "&width=160");
        assertEquals(header(answer, "Content-Length"), header(head, "Content-Length"));
        assertEquals(0, head.body().length);
    }

    @Test
    void makesTheNewestFrameSmallToo() throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/front.jpg?width=100");
        assertEquals("image/jpeg", header(answer, "Content-Type"), "although the frame is a PNG");
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertShows(Color.BLUE, 100, 75, answer);
    }

    @Test
    void sendsAFrameAsItIsThatIsNotLarger() throws Exception {
        assertArrayEquals(viewer.get(RED).body(), viewer.get(RED + "&width=640").body());
        assertArrayEquals(
                viewer.get(RED).body(), viewer.get(RED + "&width=4096").body());
        assertEquals(0, viewer.count("thumbnails_asked_total"));
    }

    @Test
    void hasAnETagForEachWidth() throws Exception {
        String small = header(viewer.get(RED + "&width=160"), "ETag");
        assertTrue(small.endsWith("-w160\""), small);
        assertNotEquals(small, header(viewer.get(RED + "&width=161"), "ETag"));
        assertNotEquals(small, header(viewer.get(RED), "ETag"));

        long made = viewer.count("thumbnails_made_total");
        HttpResponse<byte[]> known = viewer.get("/streams/front.jpg?at=0@0&width=160", "If-None-Match", small);
        assertEquals(304, known.statusCode());
        assertEquals(made, viewer.count("thumbnails_made_total"));
    }

    @Test
    void makesAThumbnailOnceForAll() throws Exception {
        ExecutorService crowd = Executors.newFixedThreadPool(20);
        try {
            List<Callable<HttpResponse<byte[]>>> requests = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                requests.add(() -> viewer.get(RED + "&width=320"));
            }
            for (Future<HttpResponse<byte[]>> answer : crowd.invokeAll(requests)) {
                assertShows(Color.RED, 320, 240, answer.get());
            }
        } finally {
            crowd.shutdownNow();
        }
        assertEquals(20, viewer.count("thumbnails_asked_total"));
        assertEquals(1, viewer.count("thumbnails_made_total"));
        assertTrue(viewer.count("thumbnails_bytes") > 0);
    }

    @Test
    void saysWhereAFrameIsNoPicture() throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/front.jpg?at=0@1&width=320");
        assertEquals(422, answer.statusCode());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertEquals("", header(answer, "ETag"));
        assertEquals("no-store", header(answer, "Cache-Control"));
        assertEquals(200, viewer.get("/streams/front.jpg?at=0@1").statusCode());
    }

    private static void assertShows(Color colour, int width, int height, HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode());
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(answer.body()));
        assertEquals(width, picture.getWidth());
        assertEquals(height, picture.getHeight());
        Color shown = new Color(picture.getRGB(width / 2, height / 2));
        assertEquals(colour.getRed(), shown.getRed(), 10);
        assertEquals(colour.getGreen(), shown.getGreen(), 10);
        assertEquals(colour.getBlue(), shown.getBlue(), 10);
    }

    private static byte[] image(String format, Color colour) throws Exception {
        BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, colour.getRGB());
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, format, bytes));
        return bytes.toByteArray();
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
