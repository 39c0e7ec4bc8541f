package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.localkafka.LocalKafka;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Both services together: from a source to an MJPEG client. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class LiveViewIT {
    private static final Pattern STAGES =
            Pattern.compile("encoded=(\\d+\\.\\d{3}), sent=(\\d+\\.\\d{3}), received=(\\d+\\.\\d{3})");

    private final TestKafka kafka;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    LiveViewIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
    }

    @Test
    void deliversEveryPictureOfAnH264FileInOrderAndAtItsPaceToAWaitingClient() throws Exception {
        int frames = 75;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        String topic = kafka.uniqueName("live");
        try (Services services = new Services(kafka.bootstrapServer(), topic)) {
            int port = services.viewer();
            try (MjpegClient client = MjpegClient.open(port, "/kaf/")) {
                assertEquals("HTTP/1.1 200 OK", client.statusLine());
                assertEquals("--framelog", client.preamble());
                // A bare picture by another producer creates the topic; when it arrives, the viewer reads the topic.
                byte[] bare = Images.jpeg(32, 24);
                send(topic, bare);
                assertArrayEquals(bare, client.next().image());
                ServiceProcess publisher = services.publisher("--file", file.toString());
                List<MjpegClient.Picture> pictures = new ArrayList<>();
                long first = 0;
                for (int i = 0; i < frames; i++) {
                    pictures.add(client.next());
                    first = i == 0 ? System.nanoTime() : first;
                }
                double seconds = (System.nanoTime() - first) / 1e9;
                assertEquals(
                        IntStream.range(0, frames).boxed().toList(),
                        pictures.stream().map(LiveViewIT::number).toList());
                assertEquals((frames - 1) / Recordings.FRAMES_PER_SECOND, seconds, 1, "at its own pace");
                for (int i = 0; i < frames; i++) {
                    long micros = capturedMicros(pictures.get(i)) - capturedMicros(pictures.get(0));
                    assertEquals(
                            Recordings.evenTimes(frames).get(i),
                            micros,
                            "the capture times have the distances of the file");
                }
                assertEquals(0, publisher.awaitExit(), publisher.output());
                Await.until("the stream is listed as ended", () -> get(port, "/streams")
                        .contains("\"state\":\"ended\""));
            }
        }
    }

    @Test
    void showsAnH264FileInASmallerWidthUpToItsLastPicture() throws Exception {
        int frames = 50;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        String topic = kafka.uniqueName("small");
        try (Services services = new Services(kafka.bootstrapServer(), topic)) {
            int port = services.viewer();
            try (MjpegClient client = MjpegClient.open(port, "/kaf/?width=" + Recordings.WIDTH)) {
                assertEquals("HTTP/1.1 200 OK", client.statusLine());
                assertEquals("--framelog", client.preamble());
                byte[] narrow = Images.jpeg(32, 24);
                send(topic, narrow);
                assertArrayEquals(narrow, client.next().image(), "when it arrives, the viewer reads the topic");
                String twice = 2 * Recordings.WIDTH + "x" + 2 * Recordings.HEIGHT;
                ServiceProcess publisher = services.publisher("--file", file.toString(), "--size", twice);
                // The viewer may leave pictures out while the machine is busy, but neither the last one nor the order.
                for (int last = -1; last < frames - 1; ) {
                    int number = number(client.next());
                    assertTrue(number > last, number + " after " + last);
                    last = number;
                }
                assertEquals(0, publisher.awaitExit(), publisher.output());
            }
        }
    }

    @Test
    void reportsALatencyForEachStage() throws Exception {
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("stages"))) {
            int port = services.viewer();
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front", "--stats", "1");
            Await.until("it is live", () -> get(port, "/streams").contains("\"state\":\"live\""));
            try (MjpegClient client = MjpegClient.open(port, "/streams/front.mjpeg")) {
                client.preamble();
                String stages = String.valueOf(client.next().headers().get("x-framelog-latency"));
                Matcher millis = STAGES.matcher(stages);
                assertTrue(millis.matches(), stages);
                double encoded = Double.parseDouble(millis.group(1));
                double sent = Double.parseDouble(millis.group(2));
                double received = Double.parseDouble(millis.group(3));
                assertTrue(0 <= encoded && encoded <= sent && sent <= received, stages);
            }
            publisher.awaitLine("stats - frames: [1-9]\\d* acknowledged, .* acknowledging \\d+\\.\\d/");
        }
    }

    @Test
    void bothServicesSurviveAKilledBroker() throws Exception {
        try (LocalKafka broker = LocalKafka.start();
                Services services = new Services(broker.bootstrapServer(), "video-stream")) {
            int port = services.viewer();
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front");
            Await.until("it is live", () -> get(port, "/streams").contains("\"state\":\"live\""));
            try (MjpegClient client = MjpegClient.open(port, "/streams/front.mjpeg")) {
                client.preamble();
                long before = capturedMicros(client.next());
                broker.kill();
                publisher.awaitLine("Kafka does not answer");
                Await.until("the viewer is not ready", () -> status(port, "/readyz") == 503);
                broker.restart();
                publisher.awaitLine("Kafka answers again");
                Await.until("the viewer is ready again", () -> status(port, "/readyz") == 200);
                long now = System.currentTimeMillis() * 1000;
                long captured = before;
                while (captured < now) {
                    long next = capturedMicros(client.next());
                    // After 20 s without a frame, the newest one comes again.
                    assertTrue(
                            next >= captured, "the same connection continues in order: " + captured + ", then " + next);
                    captured = next;
                }
            }
        }
    }

    private void send(String topic, byte[] image) {
        try (KafkaProducer<byte[], byte[]> producer = new OrderedProducer(kafka.bootstrapServer())) {
            Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(topic, image));
        }
    }

    private String get(int port, String path) throws IOException, InterruptedException {
        return http.send(request(port, path), HttpResponse.BodyHandlers.ofString(UTF_8))
                .body();
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        return http.send(request(port, path), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
    }

    private static long capturedMicros(MjpegClient.Picture picture) {
        return new BigDecimal(picture.headers().getOrDefault("x-timestamp", ""))
                .movePointRight(6)
                .longValueExact();
    }

    private static int number(MjpegClient.Picture picture) {
        try {
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture.image()));
            return Recordings.number((x, y) -> image.getRGB(x, y) & 0xFF);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
