package io.framelog.publisher.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.HttpClient;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.Patience;
import io.framelog.publisher.http.WireServer;
import io.framelog.publisher.mjpeg.PictureAddress.Found;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An address is treated as what its answer shows it to be. */
@Timeout(60)
class PictureAddressTest {
    private static final String OK = "HTTP/1.0 200 OK\r\n";
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final byte[] jpeg = image("jpeg");
    private final byte[] png = image("png");
    /** Held by servers that keep a connection open. */
    private final CountDownLatch forever = new CountDownLatch(1);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/x-mixed-replace; boundary=b",
                "Content-Type: multipart/x-mixed-replace; boundary=b\r\nContent-Length: 10",
                "Content-Type: text/html",
                "Content-Type: image/jpeg",
                "Server: cheap"
            })
    void partsAreALiveStreamWhateverTheTypeSays(String header) throws Exception {
        try (WireServer server = serve(header, out -> {
                    part(out);
                    part(out);
                    forever.await();
                });
                Pictures pictures = motion(server)) {
            assertTrue(pictures.isLive());
            assertArrayEquals(jpeg, bytes(pictures.next()));
            assertArrayEquals(jpeg, bytes(pictures.next()));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: image/jpeg\r\nContent-Length: N",
                "Content-Type: image/jpg",
                "Content-Type: application/octet-stream\r\nContent-Length: N",
                "Server: cheap"
            })
    void addressOfOnePictureIsPolled(String header) throws Exception {
        AtomicInteger number = new AtomicInteger();
        String length = "" + numbered(0).length;
        try (WireServer server =
                        serve(header.replace("N", length), out -> out.write(numbered(number.getAndIncrement())));
                Pictures pictures = motion(server)) {
            assertTrue(pictures.isLive());
            assertEquals(INTERVAL.toNanos() / 1000, pictures.frameInterval());
            long begin = System.nanoTime();
            for (int i = 0; i < 6; i++) {
                assertArrayEquals(numbered(i), bytes(pictures.next()));
            }
            assertTrue(System.nanoTime() - begin >= 5 * INTERVAL.toNanos(), "politely");
            assertEquals(6, server.requests().size());
        }
    }

    @Test
    void pngIsPolledToo() throws Exception {
        AtomicInteger number = new AtomicInteger();
        byte[] other = image("png", 32);
        try (WireServer server = serve(
                        "Content-Type: image/png", out -> out.write(number.getAndIncrement() == 0 ? png : other));
                Pictures pictures = motion(server)) {
            assertArrayEquals(png, bytes(pictures.next()));
            assertArrayEquals(other, bytes(pictures.next()));
        }
    }

    @Test
    void partsThatEndAfterOnePictureArePolled() throws Exception {
        AtomicInteger number = new AtomicInteger();
        try (WireServer server = serve(
                        "Content-Type: multipart/x-mixed-replace; boundary=b",
                        out -> part(out, numbered(number.getAndIncrement())));
                Pictures pictures = motion(server)) {
            for (int i = 0; i < 4; i++) {
                assertArrayEquals(numbered(i), bytes(pictures.next()));
            }
            assertEquals(4, server.requests().size());
        }
    }

    @Test
    void pictureThatIsTheSameAsTheOneBeforeIsPassedOver() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (WireServer server =
                        serve("Content-Type: image/jpeg", out -> out.write(numbered(requests.getAndIncrement() / 3)));
                Pictures pictures = motion(server)) {
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(numbered(i), bytes(pictures.next()));
            }
            assertEquals(7, requests.get(), "three of the first picture, three of the second, one of the third");
        }
    }

    @ParameterizedTest
    @CsvSource({"ETag, If-None-Match, 20", "Last-Modified, If-Modified-Since, 1000"})
    void serverThatMarksItsPicturesIsAskedForNewerOnes(String mark, String condition, int interval) throws Exception {
        AtomicInteger version = new AtomicInteger();
        try (WireServer server = new WireServer((request, out) -> {
                    int now = version.get();
                    boolean known = request.contains(condition + ": \"" + now + "\"\r\n");
                    out.write((known ? "HTTP/1.1 304 Not Modified\r\n\r\n" : OK + mark + ": \"" + now + "\"\r\n\r\n")
                            .getBytes(ISO_8859_1));
                    if (known) {
                        version.incrementAndGet();
                    } else {
                        out.write(numbered(now));
                    }
                });
                Pictures pictures = assertInstanceOf(Found.Motion.class, open(server, Duration.ofMillis(interval)))
                        .pictures()) {
            for (int i = 0; i < 2; i++) {
                assertArrayEquals(numbered(i), bytes(pictures.next()));
            }
            assertEquals(3, server.requests().size(), "two pictures, and an answer that there is no newer one");
        }
    }

    @Test
    void oneFailedRequestIsNoLossAndALastingOneIs() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (WireServer server = new WireServer((request, out) -> {
                    boolean fails = requests.incrementAndGet() == 2 || requests.get() > 3;
                    out.write((fails ? "HTTP/1.1 503 Busy\r\n\r\n" : OK + "\r\n").getBytes(ISO_8859_1));
                    if (!fails) {
                        out.write(numbered(requests.get()));
                    }
                });
                Pictures pictures = motion(server)) {
            assertArrayEquals(numbered(1), bytes(pictures.next()));
            assertArrayEquals(numbered(3), bytes(pictures.next()));
            HttpException fault = assertThrows(HttpException.class, () -> bytes(pictures.next()));
            assertTrue(fault.getMessage().contains("not available"), fault.getMessage());
            assertTrue(requests.get() > 4, "it was asked again for a while");
        }
    }

    @ParameterizedTest
    @CsvSource({"video/x-motion-jpeg, true", "application/octet-stream, true", "image/jpeg, false", "'', false"})
    void jpegsWithAnEndAreARecording(String type, boolean hasLength) throws Exception {
        String header = "Content-Type: " + type + (hasLength ? "\r\nContent-Length: " + 40 * jpeg.length : "");
        try (WireServer server = serve(header, out -> {
                    for (int i = 0; i < 40; i++) {
                        out.write(jpeg);
                    }
                });
                Pictures pictures = motion(server)) {
            assertFalse(pictures.isLive());
            for (int i = 0; i < 40; i++) {
                assertArrayEquals(jpeg, bytes(pictures.next()));
            }
            assertNull(pictures.next());
            assertEquals(1, server.requests().size());
        }
    }

    @Test
    void jpegsWithoutEndAreLive() throws Exception {
        try (WireServer server = serve("Content-Type: image/jpeg", out -> {
                    out.write(jpeg);
                    out.write(jpeg);
                    forever.await();
                });
                Pictures pictures = motion(server)) {
            assertTrue(pictures.isLive());
            assertArrayEquals(jpeg, bytes(pictures.next()));
            assertArrayEquals(jpeg, bytes(pictures.next()));
        }
    }

    @Test
    void recordingThatBreaksOffIsLost() throws Exception {
        try (WireServer server = serve("Content-Type: video/mjpeg\r\nContent-Length: 99999", out -> {
                    out.write(jpeg);
                    out.write(jpeg);
                });
                Pictures pictures = motion(server)) {
            pictures.next();
            pictures.next();
            assertThrows(HttpException.class, () -> bytes(pictures.next()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "application/vnd.apple.mpegurl, #EXTM3U, false",
        "text/plain, #EXTM3U, false",
        "application/dash+xml, <MPD, false",
        "video/mp2t, G, true",
    })
    void restIsLeftToFFmpeg(String type, String text, boolean recording) throws Exception {
        String body = text + "\n" + " ".repeat(2000);
        String header = "Content-Type: " + type + "\r\nContent-Length: " + body.length();
        try (WireServer server = serve(header, out -> out.write(body.getBytes(ISO_8859_1)))) {
            assertEquals(new Found.Video(recording, false), open(server));
        }
    }

    @Test
    void videoOfUnknownLengthIsARecordingIfItComesAtOnce() throws Exception {
        try (WireServer server = serve("Content-Type: video/mp2t", out -> out.write(new byte[100_000]))) {
            assertEquals(new Found.Video(true, true), open(server));
        }
        try (WireServer server = serve("Content-Type: video/mp2t", out -> {
            out.write(new byte[10_000_000]);
            forever.await();
        })) {
            assertEquals(new Found.Video(true, true), open(server));
        }
        try (WireServer server = serve("Content-Type: video/mp2t", out -> {
            out.write(new byte[100_000]);
            forever.await();
        })) {
            assertEquals(new Found.Video(false, true), open(server));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "text/html, <html><body>log in</body></html>, is a web page",
        "'', <!DOCTYPE html><title>x</title>, is a web page",
        "image/jpeg, '', without a picture",
        "image/jpeg, no picture at all, without a picture",
    })
    void whatIsNoVideoIsOneSentence(String type, String body, String words) throws Exception {
        try (WireServer server = serve("Content-Type: " + type, out -> out.write(body.getBytes(ISO_8859_1)))) {
            HttpException fault = assertThrows(HttpException.class, () -> open(server));
            assertTrue(fault.getMessage().contains(words), fault.getMessage());
        }
    }

    @Test
    void streamThatFallsSilentIsLost() throws Exception {
        try (WireServer server = serve("Content-Type: multipart/x-mixed-replace", out -> {
                    part(out);
                    forever.await();
                });
                Pictures pictures = motion(server)) {
            pictures.next();
            HttpException fault = assertThrows(HttpException.class, () -> bytes(pictures.next()));
            assertTrue(fault.getMessage().contains("has delivered nothing for 1 s"), fault.getMessage());
        }
    }

    /** Writes the body of an answer. */
    @FunctionalInterface
    private interface Body {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    private static WireServer serve(String header, Body body) throws IOException {
        return new WireServer((request, out) -> {
            out.write((OK + header + "\r\n\r\n").getBytes(ISO_8859_1));
            body.write(out);
        });
    }

    private void part(OutputStream out) throws IOException {
        part(out, jpeg);
    }

    private static void part(OutputStream out, byte[] image) throws IOException {
        out.write("--b\r\nContent-Type: image/jpg\r\n\r\n".getBytes(ISO_8859_1));
        out.write(image);
        out.write("\r\n".getBytes(ISO_8859_1));
    }

    /** The same picture with a number in a comment. */
    private byte[] numbered(int number) {
        ByteBuffer image = ByteBuffer.allocate(jpeg.length + 8);
        image.put(jpeg, 0, 2).putShort((short) 0xFFFE).putShort((short) 6).putInt(number);
        return image.put(jpeg, 2, jpeg.length - 2).array();
    }

    private static Pictures motion(WireServer server) throws HttpException {
        return assertInstanceOf(Found.Motion.class, open(server)).pictures();
    }

    private static Found open(WireServer server) throws HttpException {
        return open(server, INTERVAL);
    }

    private static Found open(WireServer server, Duration interval) throws HttpException {
        CameraAddress address = CameraAddress.parse(server.url("/x")).orElseThrow();
        Duration second = Duration.ofSeconds(1);
        return new PictureAddress(new HttpClient(address, second, second), Patience.of(second), second, interval)
                .open();
    }

    private static byte[] bytes(@Nullable ByteBuffer picture) {
        byte[] bytes = new byte[picture == null ? 0 : picture.remaining()];
        if (picture != null) {
            picture.duplicate().get(bytes);
        }
        return bytes;
    }

    private static byte[] image(String format) {
        return image(format, 64);
    }

    private static byte[] image(String format, int width) {
        try {
            ByteArrayOutputStream image = new ByteArrayOutputStream();
            ImageIO.write(new BufferedImage(width, 48, BufferedImage.TYPE_INT_RGB), format, image);
            return image.toByteArray();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
