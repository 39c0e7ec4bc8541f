package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every frame of a recording is sent once, in order, at its own pace. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class RecordingIT {
    private final TestKafka kafka;
    private final String topic;
    private final Path folder;

    RecordingIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("recording");
    }

    @Test
    void everyPictureOfAnH264FileArrivesOnceAndInOrder() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 120);
        publish("--file", file.toString(), "--speed", "max", "--stream", "clip");
        List<Frame> frames = read();
        assertEquals(numbers(120), frames.stream().map(RecordingIT::number).toList());
        assertEquals(
                LongStream.range(0, 120).boxed().toList(),
                frames.stream().map(frame -> frame.origin().orElseThrow().seq()).toList());
        assertEquals(
                1,
                frames.stream()
                        .map(frame -> frame.origin().orElseThrow().run())
                        .distinct()
                        .count());
        for (Frame frame : frames) {
            assertEquals(new StreamName("clip"), frame.stream());
            assertEquals(ImageFormat.JPEG, frame.format());
            assertEquals(
                    new ImageSize(Recordings.WIDTH, Recordings.HEIGHT),
                    frame.size().orElseThrow());
        }
    }

    @Test
    void fileLoopsAndEnvironmentNamesEverything() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 30);
        Map<String, String> environment = Map.of(
                "FRAMELOG_BOOTSTRAP_SERVER",
                kafka.bootstrapServer(),
                "FRAMELOG_TOPIC",
                topic,
                "FRAMELOG_FILE",
                file.toString(),
                "FRAMELOG_LOOP",
                "true",
                "FRAMELOG_SPEED",
                "20");
        try (ServiceProcess publisher = ServiceProcess.start("publisher", environment)) {
            publisher.awaitLine("created the topic " + topic + "s");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                List<Frame> frames = reader.readUntil(read -> read.size() >= 70);
                for (int i = 0; i < 70; i++) {
                    assertEquals(i % 30, number(frames.get(i)));
                }
            }
            publisher.signal("INT");
            assertEquals(130, publisher.awaitExit(), publisher.output());
        }
    }

    @Test
    void pngIsLosslessFromTheSamePictures() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 12);
        publish("--file", file.toString(), "--speed", "max", "--image-format", "png");
        List<Frame> frames = read();
        assertEquals(numbers(12), frames.stream().map(RecordingIT::number).toList());
        assertTrue(frames.stream().allMatch(frame -> frame.format() == ImageFormat.PNG));
    }

    @Test
    void sizeAndRateAreThoseAskedFor() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 50);
        publish("--file", file.toString(), "--speed", "max", "--size", "160x120", "--fps", "5");
        List<Frame> frames = read();
        assertEquals(10, frames.size());
        for (Frame frame : frames) {
            BufferedImage picture = decode(frame);
            assertEquals(160, picture.getWidth());
            assertEquals(120, picture.getHeight());
        }
    }

    @Test
    void motionJpegPassesThroughByteForByteAtItsOwnVaryingPace() throws Exception {
        List<Long> times = new ArrayList<>();
        for (long i = 0, time = 0; i < 40; i++, time += 20_000 + (i % 5) * 15_000) {
            times.add(time);
        }
        Path file = Recordings.motionJpeg(folder.resolve("clip.mkv"), times);
        long begin = System.nanoTime();
        publish(file.toString());
        long took = (System.nanoTime() - begin) / 1000;
        List<Frame> frames = read();
        assertEquals(packets(file), frames.stream().map(Frame::image).toList());
        long first = frames.get(0).capturedMicros();
        for (int i = 0; i < times.size(); i++) {
            // Matroska has times in milliseconds.
            long off = frames.get(i).capturedMicros() - first - times.get(i);
            assertTrue(Math.abs(off) <= 1000, "frame " + i + " is off by " + off + " us");
        }
        long length = times.get(times.size() - 1);
        assertTrue(took >= length, "played in " + took + " us, which is faster than its " + length);
    }

    @Test
    void badInputIsOneLineAndItsExitCode() throws Exception {
        Path absent = folder.resolve("absent.mp4");
        assertFails(66, "publisher: no such file: " + absent, absent.toString());
        assertFails(66, "publisher: " + folder + " is a folder: give a video file in it", folder.toString());
        Path text = Files.writeString(folder.resolve("notes.txt"), "no video\n".repeat(500));
        assertFails(
                66,
                "publisher: " + text
                        + " cannot be opened: it is damaged, or its format is not one of the common ones. If"
                        + " you trust it: --allow NAME allows a format by FFmpeg's name, which ffprobe tells",
                text.toString());
        Path sound = Recordings.sound(folder.resolve("sound.wav"));
        assertFails(66, "publisher: " + sound + " has no video", sound.toString());
        assertFails(
                66,
                "publisher: no camera 97 (/dev/video97): connect it, or choose another one "
                        + "(publisher --list-cameras lists them)",
                "--camera",
                "97");
        assertFails(
                66,
                "publisher: " + text
                        + " is a file and no camera: --list-cameras lists the cameras, and --file reads a file",
                "--camera",
                text.toString());
        assertFails(
                2,
                "publisher: --quality must be between 1 and 100, not 101 (see publisher --help)",
                "--quality",
                "101",
                "a.mp4");
        assertFails(2, "publisher: --speed needs a file (see publisher --help)", "--test-pattern", "--speed", "2");
    }

    @Test
    void framesBeforeAFailureAreStillSent() throws Exception {
        ByteArrayOutputStream images = new ByteArrayOutputStream(); // raw Motion JPEG: one image after the other
        int largest = 0;
        for (int number = 0; number < 20; number++) {
            byte[] image = Images.bytes(Images.jpeg(number));
            largest = Math.max(largest, image.length);
            images.writeBytes(image);
        }
        images.writeBytes(Images.bytes(Images.jpeg(SmoothPicture.colour(1280, 960))));
        Path file = Files.write(folder.resolve("clip.mjpeg"), images.toByteArray());
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        // At this speed, most frames are still in the queue when the last one fails.
        try (ServiceProcess publisher = ServiceProcess.start(
                "publisher",
                environment,
                file.toString(),
                "--speed",
                "max",
                "--max-frame-bytes",
                Integer.toString(largest))) {
            assertEquals(1, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("more than --max-frame-bytes " + largest), publisher.output());
        }
        assertEquals(numbers(20), read().stream().map(RecordingIT::number).toList());
    }

    @Test
    void sourceOfTheCommandLineGoesBeforeThatOfTheEnvironment() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 3);
        Map<String, String> environment = Map.of(
                "FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic, "FRAMELOG_CAMERA", "0");
        try (ServiceProcess publisher = ServiceProcess.start("publisher", environment, "--file", file.toString())) {
            assertEquals(0, publisher.awaitExit(), publisher.output());
        }
        assertEquals(numbers(3), read().stream().map(RecordingIT::number).toList());
    }

    @Test
    void kafkaWithoutANameIsWaitedForToo() throws Exception {
        try (ServiceProcess publisher = ServiceProcess.start(
                "publisher",
                Map.of(),
                "--test-pattern",
                "--fps",
                "0.01",
                "--bootstrap-server",
                "nowhere.invalid:9092",
                "--connect-timeout",
                "1")) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertEquals(
                    "publisher: the host name of Kafka at nowhere.invalid:9092 is unknown (waited 1s): "
                            + "give its address with --bootstrap-server",
                    publisher.output());
        }
    }

    @Test
    void timeoutsOfTheUserDoNotContradictOurs() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 3);
        Path config = Files.writeString(folder.resolve("client.properties"), "request.timeout.ms=60000\n");
        publish(file.toString(), "--kafka-config", config.toString());
        assertEquals(3, read().size());
    }

    @Test
    void kafkaThatIsAwayIsWaitedForAndThenSaidInOneLine() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 5);
        int port = unusedPort();
        try (ServiceProcess publisher = ServiceProcess.start(
                "publisher",
                Map.of(),
                file.toString(),
                "--bootstrap-server",
                "localhost:" + port,
                "--connect-timeout",
                "2")) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertTrue(
                    publisher
                            .output()
                            .endsWith("publisher: Kafka at localhost:" + port
                                    + " does not answer (waited 2s): localhost:"
                                    + port + " cannot be reached: nothing listens on this port: start it, or give its "
                                    + "address with --bootstrap-server"),
                    publisher.output());
        }
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private void assertFails(int exitCode, String line, String... arguments) throws InterruptedException {
        try (ServiceProcess publisher = ServiceProcess.start(
                "publisher", Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer()), arguments)) {
            assertEquals(exitCode, publisher.awaitExit(), publisher.output());
            assertEquals(line, publisher.output());
        }
    }

    private void publish(String... arguments) throws InterruptedException {
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        try (ServiceProcess publisher = ServiceProcess.start("publisher", environment, arguments)) {
            assertEquals(0, publisher.awaitExit(), publisher.output());
        }
    }

    private List<Frame> read() {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            return reader.readToEnd();
        }
    }

    private static List<Integer> numbers(int frames) {
        return IntStream.range(0, frames).boxed().toList();
    }

    private static int number(Frame frame) {
        BufferedImage picture = decode(frame);
        return Recordings.number((x, y) -> picture.getRGB(x, y) & 0xFF);
    }

    private static BufferedImage decode(Frame frame) {
        byte[] image = new byte[frame.image().remaining()];
        frame.image().get(frame.image().position(), image);
        try {
            return ImageIO.read(new ByteArrayInputStream(image));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ByteBuffer> packets(Path file) throws Exception {
        List<ByteBuffer> packets = new ArrayList<>();
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(file.toFile())) {
            grabber.start();
            for (AVPacket packet; (packet = grabber.grabPacket()) != null; ) {
                byte[] bytes = new byte[packet.size()];
                packet.data().get(bytes);
                packets.add(ByteBuffer.wrap(bytes));
                avcodec.av_packet_unref(packet);
            }
        }
        return packets;
    }
}
