package io.framelog.publisher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.ImageSettings;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.encode.EvenRate;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.encode.LiveTimeline;
import io.framelog.publisher.encode.RecordedTimeline;
import io.framelog.publisher.encode.Timeline;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.WireServer;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.publisher.source.SourceOptions;
import io.framelog.publisher.source.SourceSpec;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of network addresses, from the socket to the frame. */
@Timeout(60)
class HttpSourcesTest {
    private static final int PICTURES = 40;

    private final Path folder;

    HttpSourcesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    /** Such a file has no duration, because the server cannot be asked for its last bytes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void transportStreamOnAWebServerIsPlayedOnce(boolean hasLength) throws Exception {
        Path file = PictureRecorder.of("mpeg4", "yuv420p").record(folder.resolve("clip.ts"), times(), pictures());
        byte[] video = Files.readAllBytes(file);
        try (WireServer server = serve("Content-Type: video/mp2t", video, hasLength);
                MediaSource source = open(server.url("/clip.ts"), Optional.empty(), ImageFormat.JPEG)) {
            assertFalse(source.isLive());
            assertEquals(
                    PICTURES,
                    read(source, Optional.empty(), ImageFormat.JPEG, Integer.MAX_VALUE)
                            .size());
        }
    }

    @Test
    void jpegsOneBehindTheOtherAreAllPlayed() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (BufferedImage picture : pictures()) {
            ImageIO.write(picture, "jpeg", all);
        }
        try (WireServer server = serve("Content-Type: application/octet-stream", all.toByteArray(), true);
                MediaSource source = open(server.url("/clip.mjpeg"), Optional.empty(), ImageFormat.JPEG)) {
            List<Frame> frames = read(source, Optional.empty(), ImageFormat.JPEG, Integer.MAX_VALUE);
            ByteArrayOutputStream published = new ByteArrayOutputStream();
            for (Frame frame : frames) {
                published.write(Published.bytes(frame));
            }
            assertArrayEquals(all.toByteArray(), published.toByteArray());
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg, JPEG, 160, 120", "jpeg, PNG, 320, 240", "png, JPEG, 320, 240", "png, PNG, 80, 60"})
    void pictureIsDecodedIfTheOptionsWantAnother(String camera, ImageFormat wanted, int width, int height)
            throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(picture, camera, image);
        Optional<ImageSize> size = Optional.of(new ImageSize(width, height));
        try (WireServer server = serve("Content-Type: image/" + camera, image.toByteArray(), true);
                MediaSource source = open(server.url("/snap"), size, wanted)) {
            assertTrue(source.isLive());
            Frame frame = read(source, size, wanted, 1).get(0);
            assertEquals(wanted, frame.format());
            double psnr = SmoothPicture.psnr(SmoothPicture.scale(picture, width, height), Published.decode(frame));
            assertTrue(psnr > 35, psnr + " dB");
        }
    }

    /** An interlaced camera sends the even lines and the odd ones as a JPEG each. */
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void twoFieldsAreOneWholePicture(boolean inParts, boolean hasLength) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int times = 0; times < (inParts ? 3 : 1); times++) {
            byte[] two = fields(picture);
            String length = hasLength ? "Content-Length: " + two.length + "\r\n" : "";
            String head = "--b\r\nContent-Type: image/jpeg\r\n" + length + "\r\n";
            body.write((inParts ? head : "").getBytes(ISO_8859_1));
            body.write(two);
            body.write((inParts ? "\r\n" : "").getBytes(ISO_8859_1));
        }
        String type = inParts ? "multipart/x-mixed-replace; boundary=b" : "image/jpeg";
        try (WireServer server = serve("Content-Type: " + type, body.toByteArray(), hasLength && !inParts);
                MediaSource source = open(server.url("/interlaced"), Optional.empty(), ImageFormat.JPEG)) {
            for (Frame frame : read(source, Optional.empty(), ImageFormat.JPEG, inParts ? 2 : 1)) {
                assertEquals(Optional.of(new ImageSize(320, 240)), frame.size());
                double psnr = SmoothPicture.psnr(picture, Published.decode(frame));
                assertTrue(psnr > 30, psnr + " dB");
            }
        }
    }

    private static byte[] fields(BufferedImage picture) throws IOException {
        ByteArrayOutputStream two = new ByteArrayOutputStream();
        for (int first = 0; first < 2; first++) {
            BufferedImage field = new BufferedImage(320, 120, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 120; y++) {
                field.setRGB(0, y, 320, 1, picture.getRGB(0, 2 * y + first, 320, 1, null, 0, 320), 0, 320);
            }
            ImageIO.write(field, "jpeg", two);
        }
        return two.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"JPEG, 320, 240", "JPEG, 160, 120", "PNG, 320, 240"})
    void heightMayFollowThePixels(ImageFormat wanted, int width, int height) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", image);
        byte[] jpeg = image.toByteArray();
        int frame = new String(jpeg, ISO_8859_1).indexOf("\u00FF\u00C0");
        jpeg[frame + 6] = 0;
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        sent.write(jpeg, 0, jpeg.length - 2);
        sent.write(new byte[] {(byte) 0xFF, (byte) 0xDC, 0, 4, 0, (byte) 240, (byte) 0xFF, (byte) 0xD9});
        Optional<ImageSize> size = width == 320 ? Optional.empty() : Optional.of(new ImageSize(width, height));
        try (WireServer server = serve("Content-Type: image/jpeg", sent.toByteArray(), true);
                MediaSource source = open(server.url("/snap"), size, wanted)) {
            Frame published = read(source, size, wanted, 1).get(0);
            double psnr = SmoothPicture.psnr(SmoothPicture.scale(picture, width, height), Published.decode(published));
            assertTrue(psnr > 35, psnr + " dB");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "rtsp://nosuchhost.invalid/SECRET, unknown host nosuchhost.invalid",
        "http://nosuchhost.invalid/SECRET, unknown host nosuchhost.invalid",
        "nosuch://host/SECRET, has a protocol that FFmpeg does not know",
    })
    void unreachableAddressIsOneSentence(String url, String words) {
        assertFails(url, words);
    }

    @Test
    void portWithoutServerIsOneSentence() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        for (String scheme : List.of("rtsp", "http", "rtmp")) {
            assertFails(scheme + "://127.0.0.1:" + port + "/SECRET", "nothing listens at port " + port);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, '', wants a user and a password",
        "401 Unauthorized, u:SECRET@, refuses the user or the password",
        "403 Forbidden, '', forbids access",
        "404 Not Found, '', has nothing at this path",
    })
    void statusOfAnRtspServerIsOneSentence(String status, String login, String words) throws IOException {
        String answer = "RTSP/1.0 " + status + "\r\nCSeq: 1\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n";
        try (WireServer server = WireServer.ofMany(answer)) {
            assertFails("rtsp://" + login + "127.0.0.1:" + server.port() + "/SECRET", words);
        }
    }

    @Test
    void webPageIsOneSentence() throws IOException {
        try (WireServer server = serve("Content-Type: text/html", "<html>log in</html>".getBytes(ISO_8859_1), true)) {
            assertFails(server.url("/SECRET"), "is a web page, not a video");
        }
    }

    private static void assertFails(String url, String words) {
        SourceException fault = assertThrows(SourceException.class, () -> open(url, Optional.empty(), ImageFormat.JPEG)
                .close());
        String message = String.valueOf(fault.getMessage());
        assertTrue(message.contains(words), message);
        assertFalse(message.contains("SECRET") || message.contains("\n"), message);
    }

    private static WireServer serve(String header, byte[] body, boolean hasLength) throws IOException {
        return new WireServer((request, out) -> {
            String length = hasLength ? "\r\nContent-Length: " + body.length : "";
            out.write(("HTTP/1.0 200 OK\r\n" + header + length + "\r\n\r\n").getBytes(ISO_8859_1));
            out.write(body);
        });
    }

    private static MediaSource open(String url, Optional<ImageSize> size, ImageFormat format) throws SourceException {
        SourceSpec spec = new SourceSpec.Url(CameraAddress.parse(url).orElseThrow());
        boolean takesJpeg = format == ImageFormat.JPEG;
        SourceOptions options = new SourceOptions(size, OptionalDouble.empty(), Optional.empty(), takesJpeg);
        return new SourceOpener(spec, options, new Interrupt()).open();
    }

    /** Reads a number of frames, or all of a recording. */
    private static List<Frame> read(MediaSource source, Optional<ImageSize> size, ImageFormat format, int count)
            throws Exception {
        boolean live = source.isLive();
        List<Frame> frames = new ArrayList<>();
        Timeline timeline = live
                ? new LiveTimeline(Clock.systemUTC())
                : new RecordedTimeline(Clock.systemUTC(), Double.POSITIVE_INFINITY, source.longestGap());
        ImageSettings settings = new ImageSettings(format, 95, size, 0);
        try (FrameMaker maker = new FrameMaker(
                StreamName.DEFAULT,
                "run",
                settings,
                new EvenRate(OptionalDouble.empty()),
                timeline,
                new PublishStats(),
                frame -> {
                    frames.add(frame);
                    if (frames.size() == count) {
                        throw new IOException("enough");
                    }
                })) {
            maker.readToEnd(source);
        } catch (IOException e) {
            assertEquals("enough", e.getMessage());
        }
        return frames;
    }

    private static List<Long> times() {
        return IntStream.range(0, PICTURES).mapToObj(i -> i * 40_000L).toList();
    }

    private static List<BufferedImage> pictures() {
        return IntStream.range(0, PICTURES)
                .mapToObj(i -> SmoothPicture.colour(320, 240))
                .toList();
    }
}
