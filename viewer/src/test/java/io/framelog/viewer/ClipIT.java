package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Playback;
import io.framelog.ffmpeg.testing.Playback.Shown;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clips from a real log, over HTTP. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
class ClipIT {
    private static final int COUNT = 120;

    private final long begin =
            Instant.now().minusSeconds(300).truncatedTo(ChronoUnit.SECONDS).toEpochMilli() * 1000 + 654_321;
    private final Path folder;
    private final Recording recording;
    private final RunningViewer viewer;

    ClipIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 2);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @AfterEach
    void leavesNothingBehind() {
        Await.until("the clips' end", () -> viewer.count("clips") == 0);
        viewer.close();
        recording.close();
    }

    /** Writes about 30 frames per second, unevenly, with another stream in the same partition. */
    private long micros(int number) {
        return begin + number * 33_333L + number * number % 11 * 1_003L;
    }

    private void writeNumbered() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            recording.write(1, "front", Images.bytes(Images.jpeg(i)), micros(i));
            recording.write(1, "back", Images.bytes(Images.jpeg(1000 - i)), micros(i) + 10);
        }
        recording.flush();
        viewer.awaitStream("front", "name", "front");
    }

    private String query(String ending, int first, int last) {
        return "/streams/front." + ending + "?from=" + instant(micros(first)) + "&to=" + instant(micros(last));
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private Path save(HttpResponse<byte[]> answer, String ending) throws IOException {
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        return Files.write(folder.resolve("clip." + ending), answer.body());
    }

    @Test
    void isAVideoOfTheFramesAtTheirTimes() throws Exception {
        writeNumbered();
        HttpResponse<byte[]> answer = viewer.get(query("mp4", 10, 99));
        Path clip = save(answer, "mp4");
        long length = Math.round((micros(99) - micros(10)) / 1e3);
        assertEquals(length, Playback.declaredMillis(clip), "players show its length");
        List<Shown> shown = Playback.of(clip);
        assertEquals(
                IntStream.rangeClosed(10, 99).boxed().toList(),
                shown.stream().map(Shown::number).toList());
        assertEquals(
                IntStream.rangeClosed(10, 99)
                        .mapToLong(i -> micros(i) - micros(10))
                        .boxed()
                        .toList(),
                shown.stream().map(Shown::micros).toList());
        assertEquals("video/mp4", header(answer, "Content-Type"));
        assertEquals("no-store, no-transform", header(answer, "Cache-Control"));
        String name = "front-"
                + instant(begin).truncatedTo(ChronoUnit.SECONDS).toString().replace(':', '.') + ".mp4";
        assertEquals("inline; filename=\"" + name + "\"", header(answer, "Content-Disposition"));
        assertTrue(
                new String(viewer.get("/metrics").body(), UTF_8).contains("framelog_viewer_clips_frames_total 90.0"));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "&codec=copy"})
    void isTheSameBytesInMatroska(String codec) throws Exception {
        writeNumbered();
        HttpResponse<byte[]> answer = viewer.get(query("mkv", 5, COUNT - 1) + codec);
        assertEquals("video/x-matroska", header(answer, "Content-Type"));
        List<Shown> shown = Playback.of(save(answer, "mkv"));
        assertEquals(COUNT - 5, shown.size());
        for (int i = 0; i < shown.size(); i++) {
            assertEquals(Images.jpeg(5 + i), shown.get(i).packet());
            assertEquals(micros(5 + i) - micros(5), shown.get(i).micros());
        }
    }

    @Test
    void isTheSameBytesInAZip() throws Exception {
        writeNumbered();
        List<String> names = new ArrayList<>();
        HttpResponse<byte[]> answer = viewer.get("/streams/front.zip?from=earliest");
        try (ZipFile zip = new ZipFile(save(answer, "zip").toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                assertArrayEquals(
                        Images.bytes(Images.jpeg(names.size())),
                        zip.getInputStream(entry).readAllBytes());
                names.add(entry.getName());
            }
        }
        assertEquals(COUNT, names.size());
        assertEquals("front-" + instant(micros(7)).toString().replace(':', '.') + ".jpg", names.get(7));
    }

    @Test
    void leavesOutWhatIsDamagedAndSaysThatThereIsNothingElse() throws Exception {
        byte[] whole = Images.bytes(Images.jpeg(1));
        recording.write(1, "front", Arrays.copyOf(whole, whole.length / 2), begin);
        recording.write(1, "front", Images.bytes(Images.jpeg(2)), begin + 40_000);
        recording.write(1, "broken", Recording.image(1, 100), begin);
        recording.flush();
        viewer.awaitStream("broken", "name", "broken");
        viewer.awaitStream("front", "name", "front");
        List<Shown> shown = Playback.of(save(viewer.get("/streams/front.mp4?from=earliest"), "mp4"));
        assertEquals(List.of(2), shown.stream().map(Shown::number).toList());
        HttpResponse<byte[]> answer = viewer.get("/streams/broken.mp4?from=earliest");
        assertEquals(404, answer.statusCode());
        assertTrue(new String(answer.body(), UTF_8).contains("only damaged frames"));
        assertEquals("", header(answer, "Content-Disposition"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "front.mp4                                       | 400 | from= is missing",
                "front.mp4?from=yesterday                        | 400 | from=yesterday",
                "front.mkv?from=-5m&to=soon                      | 400 | to=soon",
                "front.mp4?from=-5m&codec=copy                   | 400 | codec=copy",
                "front.mkv?from=-5m&codec=h264                   | 400 | codec=h264",
                "front.zip?from=-700s&to=-99s                    | 400 | --max-clip",
                "front.mp4?from=-11m                             | 400 | clips of 600 s at most",
                "front.mp4?from=-5s&to=-10s                      | 400 | to= is before from=",
                "front.mp4?from=-10s                             | 404 | no frame of 'front' there",
                "front.mp4?from=1@100000                         | 404 | not in the log yet",
                "nobody.mp4?from=-10s                            | 404 | no stream 'nobody'"
            })
    void saysWhatIsWrongBeforeAnythingIsSent(String path, int status, String detail) throws Exception {
        writeNumbered();
        HttpResponse<byte[]> answer = viewer.get("/streams/" + path);
        String said = new String(answer.body(), UTF_8);
        assertEquals(status, answer.statusCode(), said);
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertTrue(said.contains(detail), said);
    }

    @Test
    void findsTooLongWhatBeginsTooEarly() throws Exception {
        recording.write(1, "front", Images.bytes(Images.jpeg(1)), begin - 600_000_000);
        recording.flush();
        viewer.awaitStream("front", "name", "front");
        HttpResponse<byte[]> answer = viewer.get("/streams/front.zip?from=earliest");
        assertEquals(400, answer.statusCode());
        assertEquals(200, viewer.get("/streams/front.zip?from=earliest&to=-8m").statusCode());
    }

    @Test
    void measuresByItsFramesTimesHoweverItsEndsAreNamed() throws Exception {
        long old = begin - 7_200_000_000L;
        for (int i = 0; i < 20; i++) {
            recording.write(1, "front", Images.bytes(Images.jpeg(i)), old + i * 40_000L);
            recording.write(1, "back", Images.bytes(Images.jpeg(100 + i)), old + i * 40_000L + 10);
        }
        recording.write(1, "front", Images.bytes(Images.jpeg(20)), begin);
        recording.flush();
        viewer.awaitStream("front", "name", "front");
        assertEquals(List.of(5, 6, 7), shown("from=1@10&to=1@14"));
        assertEquals(List.of(5, 6, 7), shown("from=1@9&to=1@15"), "between frames of other streams");
        assertEquals(List.of(0), shown("from=earliest&to=earliest"));
        assertEquals(400, viewer.get("/streams/front.mkv?from=1@10&to=1@40").statusCode(), "two hours");
        assertEquals(400, viewer.get("/streams/front.mkv?from=1@14&to=1@10").statusCode(), "to= is before from=");
        assertEquals(404, viewer.get("/streams/front.mkv?from=1@10&to=1@99").statusCode(), "not in the log yet");
    }

    private List<Integer> shown(String query) throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/front.mkv?" + query);
        Path file = save(answer, "mkv");
        return Playback.of(file).stream().map(Shown::number).toList();
    }

    /** Writes frames that fill all buffers between server and client. */
    private void writeNoise() throws Exception {
        Random random = new Random(1);
        byte[][] noise = new byte[8][];
        for (int i = 0; i < noise.length; i++) {
            BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < 480; y++) {
                for (int x = 0; x < 640; x++) {
                    picture.setRGB(x, y, random.nextInt(0x1000000));
                }
            }
            noise[i] = Images.bytes(Images.jpeg(picture));
        }
        for (int i = 0; i < 400; i++) {
            recording.write(1, "front", noise[i % noise.length], micros(i));
        }
        recording.flush();
        viewer.awaitStream("front", "name", "front");
    }

    private Socket open(String path) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), viewer.port());
        socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(ISO_8859_1));
        InputStream body = socket.getInputStream();
        assertEquals("HTTP/1.1 200", new String(body.readNBytes(12), ISO_8859_1));
        body.readNBytes(10_000);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "mkv", "zip"})
    void stopsWhenItsClientGoesAway(String ending) throws Exception {
        writeNoise();
        try (Socket client = open("/streams/front." + ending + "?from=earliest")) {
            assertEquals(1, viewer.count("clips"));
            assertEquals(0, viewer.count("clips_broken_total"));
            client.setSoLinger(true, 0);
        }
        Await.until("the end of the work", () -> viewer.count("clips") == 0);
        assertEquals(1, viewer.count("clips_broken_total"));
        assertTrue(
                viewer.count("clips_frames_total") < 400,
                viewer.count("clips_frames_total") + " frames were made for nobody");
    }

    @Test
    void endsAClientThatTakesNothingForLongerThanAPlayersPause() throws Exception {
        writeNoise();
        long begun = System.nanoTime();
        try (Socket client = open("/streams/front.mkv?from=earliest")) {
            Await.until("the end of the work", () -> viewer.count("clips") == 0);
            assertTrue(client.isConnected());
        }
        Duration held = Duration.ofNanos(System.nanoTime() - begun);
        assertTrue(held.compareTo(RunningViewer.CLIPS.pause()) >= 0, "ended after " + held);
        assertEquals(1, viewer.count("clips_broken_total"));
    }

    @Test
    void countsAClipThatRetentionTookFramesFrom() throws Exception {
        writeNoise();
        try (Socket client = open("/streams/front.mkv?from=earliest")) {
            recording.removeBefore(1, 390);
            byte[] buffer = new byte[1 << 20];
            Await.until("the end of the work", () -> {
                while (client.getInputStream().available() > 0) {
                    var unusedCount = client.getInputStream().read(buffer);
                }
                return viewer.count("clips") == 0;
            });
        }
        assertEquals(0, viewer.count("clips_broken_total"));
        assertEquals(1, viewer.count("clips_incomplete_total"));
        assertTrue(viewer.count("clips_frames_total") < 400, viewer.count("clips_frames_total") + " frames");
    }

    @Test
    void makesNoMoreAtATimeThanItsLimit() throws Exception {
        writeNoise();
        try (Socket one = open("/streams/front.mkv?from=earliest");
                Socket two = open("/streams/front.mkv?from=earliest")) {
            HttpResponse<byte[]> third = viewer.get("/streams/front.mkv?from=earliest");
            assertEquals(503, third.statusCode());
            assertEquals("2", header(third, "Retry-After"));
            assertEquals(1, viewer.count("clips_refused_total"));
            assertTrue(one.isConnected() && two.isConnected());
        }
    }

    @Test
    void answersHeadWithoutTheWork() throws Exception {
        writeNumbered();
        HttpResponse<byte[]> answer = viewer.head(query("mp4", 0, 50));
        assertEquals(200, answer.statusCode());
        assertEquals("video/mp4", header(answer, "Content-Type"));
        assertEquals(0, viewer.count("clips_frames_total"));
    }
}
