package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips as players, download managers and proxies request them: in ranges, and by older versions of HTTP. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class ClipRangeIT {
    private static final int COUNT = 60;

    private final long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 60_000_000;
    private final Recording recording;
    private final RunningViewer viewer;

    ClipRangeIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("ranges");
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @BeforeEach
    void record() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            recording.write(0, "front", Images.bytes(Images.jpeg(i)), begin + 40_000L * i);
        }
        recording.flush();
        viewer.awaitStream("front", "name", "front");
    }

    @AfterEach
    void close() {
        Await.until("nothing is made", () -> viewer.count("clips") + viewer.count("clips_sending") == 0);
        viewer.close();
        recording.close();
    }

    private static String clip(String ending) {
        return "/streams/front." + ending + "?from=0@5&to=0@50";
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    /** Safari plays nothing without these answers. */
    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "zip"})
    void aPlayerGetsTheClipInRanges(String ending) throws Exception {
        HttpResponse<byte[]> first = viewer.get(clip(ending), "Range", "bytes=0-1");

        assertEquals(206, first.statusCode());
        assertEquals("bytes", header(first, "Accept-Ranges"));
        String total = header(first, "Content-Range").replaceFirst("bytes 0-1/", "");
        int length = Integer.parseInt(total);
        assertTrue(viewer.count("clips_kept_bytes") == length, "it is kept");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(first.body());
        HttpResponse<byte[]> next = viewer.get(clip(ending), "Range", "bytes=2-999");
        assertEquals("bytes 2-999/" + total, header(next, "Content-Range"));
        assertEquals("998", header(next, "Content-Length"));
        all.write(next.body());
        all.write(viewer.get(clip(ending), "Range", "bytes=1000-").body());
        HttpResponse<byte[]> whole = viewer.get(clip(ending));
        assertEquals(200, whole.statusCode());
        assertEquals(total, header(whole, "Content-Length"));
        assertArrayEquals(whole.body(), all.toByteArray());
        assertEquals(total, header(viewer.head(clip(ending)), "Content-Length"));
        HttpResponse<byte[]> last = viewer.get(clip(ending), "Range", "bytes=-10");
        assertArrayEquals(Arrays.copyOfRange(whole.body(), length - 10, length), last.body());
        HttpResponse<byte[]> behind = viewer.get(clip(ending), "Range", "bytes=" + total + "-");
        assertEquals(416, behind.statusCode());
        assertEquals("bytes */" + total, header(behind, "Content-Range"));
        assertEquals(46, viewer.count("clips_frames_total"), "it was made once");
    }

    @Test
    void resumesADownloadOnlyOfTheSameBytes() throws Exception {
        HttpResponse<byte[]> first = viewer.get(clip("mkv"), "Range", "bytes=0-99");
        String etag = header(first, "ETag");

        assertEquals(
                206,
                viewer.get(clip("mkv"), "Range", "bytes=100-", "If-Range", etag).statusCode());
        assertEquals(
                200,
                viewer.get(clip("mkv"), "Range", "bytes=100-", "If-Range", "\"x\"")
                        .statusCode());
    }

    /** The first request of Chromium and Firefox: they play the clip while it is being made. */
    @ParameterizedTest
    @CsvSource({"bytes=0-", "'bytes=0-1,5-6'", "frames=1-2", "bytes=9-1", "bytes=-"})
    void sendsTheWholeClipForOtherRanges(String range) throws Exception {
        HttpResponse<byte[]> answer = viewer.get(clip("mp4"), "Range", range);

        assertEquals(200, answer.statusCode());
        assertEquals("none", header(answer, "Accept-Ranges"));
        assertEquals(0, viewer.count("clips_kept_bytes"));
    }

    @Test
    void saysWhatIsWrongWithARange() throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/front.mp4?from=-1ms", "Range", "bytes=0-1");

        assertEquals(404, answer.statusCode());
        assertEquals("application/problem+json", header(answer, "Content-Type"));
    }

    /** Its parts would not fit together: the same address means other frames later. */
    @ParameterizedTest
    @ValueSource(strings = {"from=0@5", "from=0@5&to=now", "from=-1h&to=0@50", "from=0@5&to=-1ms"})
    void hasNoRangesWhileItsEndsMove(String moments) throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/front.mkv?" + moments, "Range", "bytes=0-1");

        assertEquals(200, answer.statusCode());
        assertEquals("none", header(answer, "Accept-Ranges"));
        assertEquals(0, viewer.count("clips_kept_bytes"));
    }

    /** ffmpeg asks the server to close the connection, and wants to see that the clip is whole. */
    @Test
    void hasAnEndThatClientsCanSeeAlsoIfTheConnectionIsClosedThen() throws Exception {
        String answer = raw("GET " + clip("mkv") + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertTrue(answer.contains("Transfer-Encoding: chunked\r\n"), answer.substring(0, 400));
        assertTrue(answer.endsWith("\r\n0\r\n\r\n"), "the last chunk");
        assertFalse(raw("GET " + clip("mkv") + " HTTP/1.0\r\n\r\n").contains("Transfer-Encoding"));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), viewer.port())) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        }
    }
}
