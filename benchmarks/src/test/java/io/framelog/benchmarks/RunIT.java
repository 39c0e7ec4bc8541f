package io.framelog.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.process.Commands;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command itself, with little of everything. */
@Timeout(240)
class RunIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Path root = Path.of(System.getProperty("framelog.root", "..")).toAbsolutePath();

    @Test
    void measuresARealBrokerPublisherAndViewerAndWritesThePage(@TempDir Path folder) throws Exception {
        Path clip = Files.write(folder.resolve("clip.mjpeg"), motionJpeg());
        String text = run(folder, "--only=live,file", "--viewers=2", "--file=" + clip);
        Matcher live = find("\\| 2 \\| Framelog \\| ([0-9.]+) / [0-9.]+ \\| ([0-9.]+) / ", text);
        assertTrue(Double.parseDouble(live.group(1)) > 0, text);
        assertTrue(Double.parseDouble(live.group(2)) < 5000, text);
        assertTrue(text.contains("Framelog: ages by the camera's stamp in the JPEG."), text);
        for (String program :
                List.of("publisher, encoder threads: 1", "publisher, encoder threads: 2", "publisher, quality 95")) {
            Matcher file = find(Pattern.quote("| " + program + " | ") + "([0-9.]+) \\|", text);
            assertTrue(Double.parseDouble(file.group(1)) > 0, text);
        }
        find("640x480 at 30 frames per second of 28 KB \\| [0-9.]+ \\|", text);
        find("1920x1080 at 30 frames per second of 200 KB \\| [0-9.]+ \\|", text);
    }

    @Test
    void measuresWhatTheViewerGivesOutOfTheLog(@TempDir Path folder) throws Exception {
        String text = run(folder, "--only=replay", "--history-minutes=0.2", "--moments=10");
        find("0\\.2 minutes of each: 2880 frames of 640x480 and 30 KB", text);
        for (String request : List.of("`.mjpeg?from=`", "`.jpg?at=`")) {
            find(Pattern.quote(request) + " \\| 10 \\| [0-9.]+ / [0-9.]+ / [0-9.]+ \\| 0 \\| 0 \\|", text);
        }
        Matcher beside = find("\n\\| 20 \\| ([0-9.]+) / [0-9.]+ \\| .* \\| ([0-9.]+) / [0-9.]+ \\| 0 \\|", text);
        assertTrue(Double.parseDouble(beside.group(1)) > 0, text);
        assertTrue(Double.parseDouble(beside.group(2)) > 100, text);
        for (String row : List.of(
                "alone in its partition",
                "one of 8 in a partition",
                "`.mkv`",
                "`.zip`",
                "only read: a Kafka consumer in a warm JVM")) {
            Matcher speed = find(Pattern.quote("| " + row + " | ") + "([0-9.]+) \\|", text);
            assertTrue(Double.parseDouble(speed.group(1)) > 0, text);
        }
        for (String clip : List.of("`.mp4`, 0.2 min", "`.mkv`, 0.2 min")) {
            Matcher memory = find(Pattern.quote("| " + clip) + "( \\| [0-9.]+){4} \\| ([0-9.]+) \\|", text);
            assertTrue(Double.parseDouble(memory.group(2)) > 0, text);
        }
    }

    private String run(Path folder, String... options) throws Exception {
        Path page = folder.resolve("page.md");
        List<String> command = new ArrayList<>(List.of(
                root.resolve("benchmarks/run").toString(),
                "--rounds=1",
                "--seconds=0.5",
                "--warm-up=0.2",
                "--out=" + page));
        command.addAll(List.of(options));
        try (Commands commands = new Commands(root, folder)) {
            commands.start(Map.of(), command).awaitSuccess(PATIENCE);
        }
        return Files.readString(page);
    }

    private static byte[] motionJpeg() {
        ByteArrayOutputStream clip = new ByteArrayOutputStream();
        SyntheticPictures.make(320, 240, 30, 10_000).forEach(clip::writeBytes);
        return clip.toByteArray();
    }

    private static Matcher find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> "no " + pattern + " in\n" + text);
        return matcher;
    }
}
