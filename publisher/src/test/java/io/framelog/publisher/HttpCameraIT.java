package io.framelog.publisher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.publisher.http.WireServer;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Cameras and files on web servers, from the socket to the topics. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class HttpCameraIT {
    private final TestKafka kafka;
    private final String topic;
    private final Path folder;

    HttpCameraIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("http");
    }

    @Test
    void cameraThatComesAndGoesFloodsNeitherLogNorEventsNorItself() throws Exception {
        byte[] jpeg = jpeg();
        try (WireServer camera = new WireServer((request, out) -> {
                    out.write("HTTP/1.0 200 OK\r\nContent-Type: multipart/mixed\r\n\r\n".getBytes(ISO_8859_1));
                    for (int i = 0; i < 3; i++) {
                        out.write("--b\r\n\r\n".getBytes(ISO_8859_1));
                        out.write(jpeg);
                        out.write("\r\n".getBytes(ISO_8859_1));
                    }
                });
                ServiceProcess publisher = publish(camera.url("/SECRET").replace("//", "//me:SECRET@"))) {
            long begin = System.nanoTime();
            awaitRequests(camera, 7);
            double seconds = (System.nanoTime() - begin) / 1e9;
            assertTrue(seconds > 4, "seven connections within " + seconds + " s"); // 0, .25, .5, 1, 2 and 4 s later
            publisher.signal("INT");
            assertEquals(130, publisher.awaitExit(), publisher.output());
            assertFalse(publisher.output().contains("SECRET"), publisher.output());
            assertTrue(publisher.output().lines().count() < 30, publisher.output());

            List<StreamEvent> events = EventReader.readUntil(kafka.bootstrapServer(), topic, read -> read.stream()
                    .anyMatch(event -> event.type().equals(EventType.ENDED)));
            long recovered = events.stream()
                    .filter(event -> event.type().equals(EventType.RECOVERED))
                    .count();
            assertEquals(SourceHealth.QUICK_RECOVERIES, recovered, events.toString());
            assertFalse(events.toString().contains("SECRET"), events.toString());
        }
    }

    @Test
    void fileWithoutLengthAndDurationIsPlayedOnceAtItsPace() throws Exception {
        List<Long> times = IntStream.range(0, 50).mapToObj(i -> i * 40_000L).toList();
        List<BufferedImage> pictures =
                times.stream().map(time -> SmoothPicture.colour(64, 48)).toList();
        Path file = PictureRecorder.of("mpeg4", "yuv420p").record(folder.resolve("clip.ts"), times, pictures);
        byte[] video = Files.readAllBytes(file);
        try (WireServer server = new WireServer((request, out) -> {
                    out.write("HTTP/1.0 200 OK\r\nContent-Type: video/mp2t\r\n\r\n".getBytes(ISO_8859_1));
                    out.write(video);
                });
                ServiceProcess publisher = publish(server.url("/clip.ts"))) {
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertFalse(publisher.output().contains("WARN"), publisher.output());
            List<Frame> frames = read();
            assertEquals(50, frames.size());
            long micros = frames.get(49).capturedMicros() - frames.get(0).capturedMicros();
            assertEquals(49 * 40, micros / 1000);
        }
    }

    private ServiceProcess publish(String url) {
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        return ServiceProcess.start("publisher", environment, "--url", url);
    }

    private static void awaitRequests(WireServer camera, int count) {
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (camera.requests().size() < count) {
            assertTrue(System.nanoTime() < deadline, camera.requests().toString());
            LockSupport.parkNanos(10_000_000);
        }
    }

    private List<Frame> read() {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            return reader.readToEnd();
        }
    }

    private static byte[] jpeg() throws Exception {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(SmoothPicture.colour(64, 48), "jpeg", jpeg);
        return jpeg.toByteArray();
    }
}
