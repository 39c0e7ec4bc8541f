package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are joined, cut, empty, piped or strangely named. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class OddFilesIT {
    private static final long HOURS = 20_000_000_000L;

    private final TestKafka kafka;
    private final String topic;
    private final Path folder;

    OddFilesIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("odd");
    }

    @Test
    void joinedTransportStreamsPlayOnWhereTheirTimesLeap() throws Exception {
        Path file = joined(0, HOURS, 0);
        String output = publish(0, file.toString(), "--speed", "2");
        assertTrue(output.contains("75 frames sent"), output);
        assertTrue(output.contains("the timestamps leap forward by "), output);
        assertFalse(output.contains("WARN"), output);
        assertEvenTimes(75, 20_000);
    }

    @Test
    void transportStreamWhoseClockWrapsPlaysOn() throws Exception {
        long wrap = (1L << 33) * 1_000_000 / 90_000;
        Path file = Recordings.transportStream(folder.resolve("wrap.ts"), wrap - 2_000_000, 50);
        String output = publish(0, file.toString(), "--speed", "10");
        assertFalse(output.contains("leap"), output);
        assertEvenTimes(50, 4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp4", "matroska", "mpegts", "flv", "avi"})
    void fileWhoseSoundIsLongerThanItsPicturesIsWhole(String container) throws Exception {
        Path file = Recordings.withLongSound(folder.resolve("clip"), container, 25, 8);
        String output = publish(0, file.toString(), "--speed", "max");
        assertTrue(output.contains("25 frames sent"), output);
        assertFalse(output.contains("incomplete"), output);
    }

    @Test
    void fileOfWhichOnlyAFewFramesAreWantedIsWhole() throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 100);
        String output = publish(0, file.toString(), "--speed", "max", "--fps", "0.1");
        assertTrue(output.contains("1 frames sent"), output);
        assertFalse(output.contains("incomplete"), output);
    }

    @Test
    void recordingThatIsCutShortIsToldAsThat() throws Exception {
        Path whole = Recordings.withLongSound(folder.resolve("whole.mkv"), "matroska", 100, 4);
        byte[] bytes = Files.readAllBytes(whole);
        Path file = Files.write(folder.resolve("cut.mkv"), Arrays.copyOf(bytes, bytes.length / 2));
        String output = publish(0, file.toString(), "--speed", "max");
        assertTrue(output.contains("but its duration is 4 s: the file is incomplete"), output);
    }

    @Test
    void fileWithoutAPictureIsOneSentence() throws Exception {
        byte[] jpeg = Images.bytes(Images.jpeg(1));
        Path damaged = Files.write(folder.resolve("damaged.jpg"), Arrays.copyOf(jpeg, jpeg.length / 3));
        String output = publish(66, damaged.toString());
        String last = output.substring(output.lastIndexOf('\n') + 1);
        assertEquals(
                "publisher: " + damaged + " has no picture that can be decoded: it is damaged, or its kind is not "
                        + "supported, such as an animated WebP, and must be converted to MP4 first",
                last);
    }

    @Test
    void pictureThatAviRepeatsIsNotTheEnd() throws Exception {
        List<BufferedImage> pictures =
                List.of(SmoothPicture.colour(64, 48), SmoothPicture.grey(64, 48), SmoothPicture.colour(64, 48));
        for (String codec : List.of("mpeg4", "mjpeg")) {
            String pixels = codec.equals("mjpeg") ? "yuvj420p" : "yuv420p";
            PictureRecorder.of(codec, pixels)
                    .record(folder.resolve(codec + ".avi"), List.of(0L, 400_000L, 800_000L), pictures);
            String output = publish(0, folder.resolve(codec + ".avi").toString(), "--speed", "max");
            assertTrue(output.contains("3 frames sent"), output);
        }
    }

    @Test
    void standardInputIsPlayedLikeAFile() throws Exception {
        Path file = joined(0);
        assertTrue(shell(0, "cat " + file + " | \"$0\" - --speed max").contains("25 frames sent"));
        Path mp4 = Recordings.h264(folder.resolve("clip.mp4"), 25); // its index is at the end
        assertTrue(shell(0, "\"$0\" - --speed max < " + mp4).contains("25 frames sent"));
        assertEquals(
                "publisher: standard input cannot be read on, because it is a pipe: an MP4 whose index is at its end "
                        + "must be a file",
                shell(66, "cat " + largeWithItsIndexAtTheEnd() + " | \"$0\" -")
                        .lines()
                        .filter(line -> !line.contains(" created the topic "))
                        .reduce("", String::concat));
        assertEquals(
                "publisher: --loop needs a file, not standard input (see publisher --help)",
                shell(2, "\"$0\" - --loop < " + mp4));
    }

    @Test
    void standardInputThatDeliversNothingCanBeStopped() throws Exception {
        Path pipe = folder.resolve("pipe");
        // The shell opens the pipe for both directions, so it neither waits nor ends.
        try (ServiceProcess publisher = start("mkfifo " + pipe + "; echo \"$$\"; exec \"$0\" - --verbose <> " + pipe)) {
            publisher.awaitLine("^[0-9]+$");
            assertTrue(publisher.handle().isAlive());
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"K\\303\\274che.mp4", "K\\374che \\047 $x.mp4", "%%d \\360\\237\\216\\245.mp4"})
    void fileMayHaveAnyNameInABareLocale(String name) throws Exception {
        Path file = Recordings.h264(folder.resolve("clip.mp4"), 5);
        // The shell makes the name, because this Java may be unable to.
        String named = "cd " + folder + "; name=$(printf '" + name + "'); cp " + file + " \"$name\"; ";
        String bare = "env -i PATH=\"$PATH\" JAVA_HOME=\"$JAVA_HOME\" ";
        String options = " --speed max --bootstrap-server " + kafka.bootstrapServer() + " --topic " + topic;
        assertTrue(shell(0, named + bare + "\"$0\" \"$name\"" + options).contains("5 frames sent"));
        assertTrue(shell(0, named + bare + "\"$0\" --file=\"$name\"" + options).contains("5 frames sent"));
        assertTrue(shell(0, named + bare + "FRAMELOG_FILE=\"$name\" \"$0\"" + options)
                .contains("5 frames sent"));
    }

    private Path largeWithItsIndexAtTheEnd() {
        BufferedImage picture = SmoothPicture.colour(1280, 960);
        return PictureRecorder.of("png", "rgb24")
                .record(
                        folder.resolve("large.mov"),
                        List.of(0L, 40_000L, 80_000L, 120_000L),
                        List.of(picture, picture, picture, picture));
    }

    private Path joined(long... begins) throws Exception {
        Path file = folder.resolve("joined.ts");
        for (int i = 0; i < begins.length; i++) {
            Path part = Recordings.transportStream(folder.resolve(i + ".ts"), begins[i], 25);
            Files.write(file, Files.readAllBytes(part), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
        return file;
    }

    private void assertEvenTimes(int count, long interval) {
        List<Frame> frames;
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            frames = reader.readToEnd();
        }
        assertEquals(count, frames.size());
        for (int i = 1; i < count; i++) {
            long gap = frames.get(i).capturedMicros() - frames.get(i - 1).capturedMicros();
            assertTrue(Math.abs(gap - interval) <= 20, "frame " + i + " comes after " + gap + " us");
        }
    }

    private String publish(int exitCode, String... arguments) throws InterruptedException {
        return finish(exitCode, ServiceProcess.start("publisher", environment(), arguments));
    }

    /** Runs a shell command, in which $0 is the launcher. */
    private String shell(int exitCode, String command) throws InterruptedException {
        return finish(exitCode, start(command));
    }

    private ServiceProcess start(String command) {
        return ServiceProcess.startShell("publisher", environment(), command);
    }

    private static String finish(int exitCode, ServiceProcess started) throws InterruptedException {
        try (ServiceProcess publisher = started) {
            assertEquals(exitCode, publisher.awaitExit(), publisher.output());
            return publisher.output();
        }
    }

    private Map<String, String> environment() {
        return Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
    }
}
