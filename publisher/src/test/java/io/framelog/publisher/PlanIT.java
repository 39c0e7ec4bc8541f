package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code publisher plan} measures what there is, and tells what is not there. It needs no Kafka. */
@Timeout(120)
class PlanIT {
    private final Path folder;
    private final Path config;

    PlanIT(@TempDir Path folder) {
        this.folder = folder;
        config = folder.resolve("cameras.yaml");
    }

    @Test
    void measuresEachSourceAndTellsWhichIsMissing() throws Exception {
        Recordings.h264(folder.resolve("clip.mp4"), 30);
        try (MotionJpegCamera camera = new MotionJpegCamera()) {
            Files.writeString(config, """
                    retention: 2h
                    streams:
                      pattern: {test-pattern: true, size: 64x48, fps: 20}
                      camera: {url: "%s"}
                      clip: {file: clip.mp4, speed: max}
                      gone: {file: gone.mp4}
                    """.formatted(camera.url()));
            try (ServiceProcess plan = plan("--seconds=2", "--replication-factor=2")) {
                assertEquals(66, plan.awaitExit(), plan.output());
                String table = plan.output();
                assertEquals(20, figure(table, "pattern +64x48 +([\\d.]+)"), 4, table);
                assertEquals(10, figure(table, "camera +64x48 +([\\d.]+)"), 3, table);
                assertTrue(figure(table, "clip +\\d+x\\d+ +([\\d.]+)") > 1, table);
                assertTrue(
                        Pattern.compile("gone +no such file: ").matcher(table).find(), table);
                assertTrue(
                        Pattern.compile("for one copy \\(2h\\), .* for 2 replicas")
                                .matcher(table)
                                .find(),
                        table);
            }
        }
    }

    @Test
    void printsJsonAndEndsWithZeroIfAllSourcesAreThere() throws Exception {
        Files.writeString(config, "streams: {pattern: {test-pattern: true, size: 64x48}}");
        try (ServiceProcess plan = plan("--seconds=1", "--json")) {
            assertEquals(0, plan.awaitExit(), plan.output());
            assertTrue(plan.output().startsWith("{\"streams\":[{\"stream\":\"pattern\",\"width\":64,"), plan.output());
        }
    }

    @Test
    void tellsMistakesOfTheFile() throws Exception {
        Files.writeString(config, "streams: {pattern: {test-pattern: true, size: big}}");
        try (ServiceProcess plan = plan()) {
            assertEquals(2, plan.awaitExit(), plan.output());
            assertTrue(plan.output().contains("cameras.yaml line 1: streams.pattern.size"), plan.output());
        }
    }

    private ServiceProcess plan(String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "plan";
        arguments[1] = config.toString();
        System.arraycopy(options, 0, arguments, 2, options.length);
        return ServiceProcess.start("publisher", Map.of(), arguments);
    }

    private static double figure(String table, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(table);
        assertTrue(matcher.find(), table);
        return Double.parseDouble(matcher.group(1));
    }
}
