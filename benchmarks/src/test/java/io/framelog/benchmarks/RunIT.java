package io.framelog.benchmarks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.process.Commands;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    @Test
    void measuresARealBrokerPublisherAndViewerAndWritesThePage(@TempDir Path folder) throws Exception {
        Path root = Path.of(System.getProperty("framelog.root", "..")).toAbsolutePath();
        Path clip = Files.write(folder.resolve("clip.mjpeg"), motionJpeg());
        Path page = folder.resolve("page.md");
        try (Commands commands = new Commands(root)) {
            commands.start(
                            Map.of(),
                            List.of(
                                    root.resolve("benchmarks/run").toString(),
                                    "--only=live,file",
                                    "--rounds=1",
                                    "--seconds=0.5",
                                    "--warm-up=0.2",
                                    "--viewers=2",
                                    "--file=" + clip,
                                    "--out=" + page))
                    .awaitSuccess(PATIENCE);
        }
        String text = Files.readString(page);
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

    private static byte[] motionJpeg() {
        ByteArrayOutputStream clip = new ByteArrayOutputStream();
        new SyntheticPictures(320, 240).make(30, 10_000).forEach(clip::writeBytes);
        return clip.toByteArray();
    }

    private static Matcher find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertTrue(matcher.find(), () -> "no " + pattern + " in\n" + text);
        return matcher;
    }
}
