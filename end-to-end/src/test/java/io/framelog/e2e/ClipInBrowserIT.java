package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.framelog.ffmpeg.Mp4Writer;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.ImageFormat;
import io.framelog.viewer.testing.Await;
import java.awt.image.BufferedImage;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An MP4 clip in Chromium, from a server that pauses in the middle until the test continues it. Skipped without
 * Chromium, unless {@code FRAMELOG_TEST_BROWSER=required}. Leaves a screenshot in {@code target/clip.png}.
 */
@Timeout(120)
class ClipInBrowserIT {
    private static final int FRAMES_BEFORE_PAUSE = 50;
    private static final int FRAMES = 70;
    private static final int INTERVAL_MICROS = 100_000;
    private static final String PAGE = """
            <!doctype html><video muted autoplay src="/clip.mp4"></video><script>
            const video = document.querySelector('video');
            const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
            function brightness(x, y) {
              canvas.canvas.width = video.videoWidth; canvas.canvas.height = video.videoHeight;
              canvas.drawImage(video, 0, 0);
              return canvas.getImageData(x, y, 1, 1).data[1];
            }
            </script>
            """;

    private final CountDownLatch resume = new CountDownLatch(1);
    private final Path folder;

    ClipInBrowserIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void playsAClipThatIsStillBeingWritten() throws Exception {
        Path chromium = Chromium.installed();
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", ClipInBrowserIT::sendPage);
        server.createContext("/clip.mp4", this::sendClip);
        server.start();
        try (Chromium browser = new Chromium(chromium, folder, 400, 300)) {
            browser.open("http://127.0.0.1:" + server.getAddress().getPort() + "/");
            Await.until("it plays what has been sent", () -> number(browser, "video.currentTime") > 2);
            assertEquals(Recordings.WIDTH, number(browser, "video.videoWidth"));
            Files.write(Path.of("target", "clip.png"), browser.screenshot());
            Await.until(() -> "the pictures move: " + shown(browser), () -> shown(browser) >= FRAMES_BEFORE_PAUSE / 2);
            assertEquals(false, browser.evaluate("video.ended"));

            resume.countDown();
            Await.until("it ends", () -> Boolean.TRUE.equals(browser.evaluate("video.ended")));
            assertEquals(FRAMES - 1, shown(browser));
            assertEquals(
                    FRAMES * INTERVAL_MICROS / 1e6,
                    number(browser, "video.duration"),
                    0.11,
                    "all frames except the last one's duration");
        } finally {
            resume.countDown();
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static double number(Chromium browser, String expression) throws Exception {
        return browser.evaluate(expression) instanceof Number number ? number.doubleValue() : -1;
    }

    /** The number of the frame on the screen. */
    private static int shown(Chromium browser) {
        return Recordings.number((x, y) -> {
            try {
                return (int) number(browser, "brightness(" + x + "," + y + ")");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void sendPage(HttpExchange exchange) throws IOException {
        byte[] page = PAGE.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, page.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(page);
        }
    }

    private void sendClip(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "video/mp4");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody();
                WritableByteChannel channel = Channels.newChannel(new Flushing(body));
                Mp4Writer writer = new Mp4Writer(channel, "clip")) {
            for (int i = 0; i < FRAMES; i++) {
                if (i == FRAMES_BEFORE_PAUSE) {
                    resume.await();
                }
                writer.add(ImageFormat.JPEG, Images.jpeg(picture(i)), (long) i * INTERVAL_MICROS);
            }
            writer.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** As large as a camera's picture: Chromium waits for the end of a video of only a few kilobytes. */
    private static BufferedImage picture(int number) {
        BufferedImage picture = Images.numbered(number);
        Random random = new Random(number);
        for (int y = Recordings.HEIGHT * 2 / 3; y < Recordings.HEIGHT; y++) {
            for (int x = 0; x < Recordings.WIDTH; x++) {
                picture.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        return picture;
    }

    /** Flushes after each write, as the viewer does. */
    private static final class Flushing extends FilterOutputStream {
        Flushing(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            out.flush();
        }
    }
}
