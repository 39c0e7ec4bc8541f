package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Playback;
import io.framelog.ffmpeg.testing.Playback.Shown;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code viewer export} of a real log, run by its launcher. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@ExtendWith(KafkaExtension.class)
class ExportIT {
    private static final int COUNT = 60;

    private final long begin =
            Instant.now().minusSeconds(1200).truncatedTo(ChronoUnit.SECONDS).toEpochMilli() * 1000 + 5;
    private final Path folder;
    private final String bootstrapServer;
    private final String topic;
    private final Recording recording;

    ExportIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        bootstrapServer = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        recording = new Recording(bootstrapServer, topic, 4);
    }

    @AfterEach
    void close() {
        recording.close();
    }

    private long micros(int number) {
        return begin + number * 33_333L + number * number % 11 * 1_003L;
    }

    /** Writes two streams, each in one partition, and the one without a key in all partitions. */
    private void writeNumbered() throws Exception {
        for (int i = 0; i < COUNT; i++) {
            recording.write(1, "front", Images.bytes(Images.jpeg(i)), micros(i));
            recording.write(1, "back", Images.bytes(Images.jpeg(1000 - i)), micros(i) + 10);
            recording.write(i % 4, null, Images.bytes(Images.jpeg(500 + i)), micros(i) + 20);
        }
        recording.flush();
    }

    private ServiceProcess start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("export", "--topic", topic));
        all.addAll(List.of(arguments));
        return ServiceProcess.start(
                "viewer", Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer), all.toArray(new String[0]));
    }

    private String export(int exitCode, String... arguments) throws InterruptedException {
        try (ServiceProcess viewer = start(arguments)) {
            assertEquals(exitCode, viewer.awaitExit(), viewer.output());
            return viewer.output();
        }
    }

    /** A shell command that exports to standard output. */
    private String exportOfFront(String format) {
        String launcher = System.getProperty("framelog.root", "..") + "/viewer/target/framelog-viewer/bin/viewer";
        return "'" + launcher + "' export --bootstrap-server " + bootstrapServer + " --topic " + topic
                + " --stream front --from earliest --format " + format + " -";
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private String at(int number) {
        return Instant.EPOCH.plus(micros(number), ChronoUnit.MICROS).toString();
    }

    @Test
    void makesAVideoOfTheFramesAtTheirTimes() throws Exception {
        writeNumbered();
        Path file = folder.resolve("out.mp4");
        String said = export(0, "--stream", "front", "--from", at(10), "--to", at(49), file.toString());
        List<Shown> shown = Playback.of(file);
        assertEquals(
                IntStream.rangeClosed(10, 49).boxed().toList(),
                shown.stream().map(Shown::number).toList());
        assertEquals(
                IntStream.rangeClosed(10, 49)
                        .mapToLong(i -> micros(i) - micros(10))
                        .boxed()
                        .toList(),
                shown.stream().map(Shown::micros).toList());
        assertTrue(
                said.matches("viewer: .*out\\.mp4: 40 frames, 1\\.3 s of video, \\d+\\.\\d MB, in .* s \\(.*\\)"),
                said);
        assertEquals(List.of("out.mp4"), files());
        long length = Math.round((micros(49) - micros(10)) / 1e3);
        assertEquals(length, Playback.declaredMillis(file), "players show its length");
    }

    @Test
    void copiesFramesOfAllPartitionsInTheirOrder() throws Exception {
        writeNumbered();
        Path file = folder.resolve("out.mkv");
        export(0, "--from", "earliest", file.toString());
        List<Shown> shown = Playback.of(file);
        assertEquals(COUNT, shown.size());
        for (int i = 0; i < COUNT; i++) {
            assertEquals(Images.jpeg(500 + i), shown.get(i).packet());
            assertEquals(micros(i) - micros(0), shown.get(i).micros());
        }
    }

    @Test
    void copiesFramesIntoAZipThatHasAnyName() throws Exception {
        writeNumbered();
        Path file = folder.resolve("pictures");
        export(0, "--stream", "front", "--from", "earliest", "--format", "zip", file.toString());
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<? extends ZipEntry> entries = zip.stream().toList();
            assertEquals(COUNT, entries.size());
            for (int i = 0; i < COUNT; i++) {
                assertArrayEquals(
                        Images.bytes(Images.jpeg(i)),
                        zip.getInputStream(entries.get(i)).readAllBytes());
            }
        }
    }

    @Test
    void replacesAFileOnlyWhereItIsTold() throws Exception {
        writeNumbered();
        Path file = Files.writeString(folder.resolve("out.mkv"), "mine", UTF_8);
        String[] arguments = {"--stream", "front", "--from", "earliest", file.toString()};
        String said = export(2, arguments);
        assertTrue(said.endsWith("out.mkv exists: choose another name, or replace it with --force"), said);
        assertEquals("mine", Files.readString(file));
        export(66, "--force", "--stream", "nobody", "--from", "earliest", file.toString());
        assertEquals("mine", Files.readString(file), "the file is kept, because there is nothing to replace it with");
        export(0, "--force", "--stream", "front", "--from", "earliest", file.toString());
        assertEquals(COUNT, Playback.of(file).size());
    }

    @Test
    void readsOnlyThePartitionItIsTold() throws Exception {
        writeNumbered();
        Path file = folder.resolve("out.mkv");
        String[] arguments = {"--stream", "front", "--from", "earliest", "--force", file.toString(), "--partition"};
        export(0, with(arguments, "1"));
        assertEquals(COUNT, Playback.of(file).size());
        assertEquals(
                "viewer: the log has no frame of 'front' there: see --from, --to, --partition",
                export(66, with(arguments, "0")));
        String said = export(66, with(arguments, "4"));
        assertEquals("viewer: the topic has no partition 4: see --partition", said);
        said = export(2, "--from", "3@0", "--partition", "1", "--force", file.toString());
        assertTrue(said.contains("--from 3@0 is not in --partition 1"), said);
    }

    private static String[] with(String[] arguments, String last) {
        return Stream.concat(Arrays.stream(arguments), Stream.of(last)).toArray(String[]::new);
    }

    @Test
    void hasOneFrameUpToTheBeginning() throws Exception {
        writeNumbered();
        Path file = folder.resolve("out.mkv");
        export(0, "--stream", "front", "--from", "earliest", "--to", "earliest", file.toString());
        assertEquals(Images.jpeg(0), Playback.of(file).get(0).packet());
        assertEquals(1, Playback.of(file).size());
        export(0, "--from", "earliest", "--to", "earliest", "--force", file.toString());
        assertEquals(1, Playback.of(file).size(), "one frame of a stream in four partitions");
    }

    @Test
    void saysThatThereIsNothing() throws Exception {
        writeNumbered();
        String file = folder.resolve("out.mp4").toString();
        String said = export(66, "--stream", "front", "--from", "-5m", file);
        assertEquals("viewer: the log has no frame of 'front' there: see --from, --to, --partition", said);
        assertEquals(List.of(), files());
    }

    @Test
    void writesIntoAPipe() throws Exception {
        writeNumbered();
        Path file = folder.resolve("out");
        String command = exportOfFront("mkv") + " | cat > '" + file + "'";
        try (ServiceProcess shell = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", command)) {
            assertEquals(0, shell.awaitExit(), shell.output());
            assertTrue(shell.output().startsWith("viewer: standard output: 60 frames"), shell.output());
        }
        assertEquals(COUNT, Playback.of(file).size());
    }

    @Test
    void saysThatTheLogLostFramesMeanwhile() throws Exception {
        byte[] image = Arrays.copyOf(Images.bytes(Images.jpeg(1)), 300_000);
        for (int i = 0; i < 200; i++) {
            recording.write(1, "front", image, micros(i));
        }
        recording.flush();
        Path begun = folder.resolve("begun");
        Path removed = folder.resolve("removed");
        String reader = "{ head -c 100000 > '" + begun + "'; until [ -e '" + removed
                + "' ]; do sleep 0.05; done; cat > /dev/null; }";
        try (ServiceProcess shell =
                ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", exportOfFront("mkv") + " | " + reader)) {
            Await.until("the first bytes", () -> Files.exists(begun) && Files.size(begun) > 0);
            recording.removeBefore(1, 195);
            Files.createFile(removed);
            assertEquals(0, shell.awaitExit(), shell.output());
            assertTrue(
                    shell.output().contains("standard output lacks frames: the log lost its oldest"), shell.output());
        }
    }

    @Test
    void leavesNothingAtCtrlC() throws Exception {
        // Fast to read, slow to encode.
        byte[] large = Images.bytes(Images.jpeg(new BufferedImage(4000, 2200, BufferedImage.TYPE_INT_RGB)));
        for (int i = 0; i < 1_000; i++) {
            recording.write(1, "front", large, micros(i));
        }
        recording.flush();
        try (ServiceProcess viewer = start(
                "--stream",
                "front",
                "--from",
                "earliest",
                folder.resolve("out.mp4").toString())) {
            Await.until("a file under another name", () -> files().stream().anyMatch(name -> name.endsWith(".part")));
            viewer.signal("INT");
            assertEquals(130, viewer.awaitExit(), viewer.output());
        }
        assertEquals(List.of(), files());
    }
}
