package io.framelog.viewer.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.config.SettingsFile;
import io.framelog.detection.motion.MotionSettings;
import io.framelog.detection.motion.Polygon;
import io.framelog.frame.StreamName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectionFileTest {
    private static final Polygon LEFT = Polygon.parse("0,0 0.5,0 0.5,1");
    private static final Polygon RIGHT = Polygon.parse("0.5,0 1,0 1,1");

    @TempDir
    private Path folder;

    private DetectionConfig read(String text) throws Exception {
        return read(Files.writeString(folder.resolve("detect.yaml"), text));
    }

    private static DetectionConfig read(Path file) {
        return DetectionConfig.of(new SettingsFile("--config", file));
    }

    private static StreamSettings over(DetectionConfig config, WatchRule options) {
        return new StreamSettings(config, stream -> true, stream -> options, Optional.empty());
    }

    @Test
    void whatIsSaidOfAStreamWinsOverTheDefaultsAndTheseOverTheOptions() throws Exception {
        DetectionConfig file = read("""
                # Cameras of the house
                defaults:
                  sensitivity: 6
                  quiet: 30s
                streams:
                  front:
                    sensitivity: 7
                    fps: 10
                    zones:
                      door: 0,0 0.5,0 0.5,1
                      drive:
                        - 0,0 0.5,0 0.5,1
                        - 0.5,0 1,0 1,1
                    ignore: ["0.5,0 1,0 1,1"]
                  "cam 1":
                    motion: false
                """);
        WatchRule options = new WatchRule(
                Optional.empty(),
                Optional.of(3),
                Optional.of(2),
                Optional.empty(),
                Optional.empty(),
                Optional.of(List.of(LEFT)));
        StreamSettings settings = over(file, options);

        assertEquals(
                new WatchSettings(
                        new MotionSettings(
                                7,
                                Map.of("door", List.of(LEFT), "drive", List.of(LEFT, RIGHT)),
                                List.of(RIGHT),
                                Optional.of(Duration.ofSeconds(30))),
                        100_000),
                settings.of(new StreamName("front")));
        assertEquals(
                new WatchSettings(
                        new MotionSettings(6, Map.of(), List.of(LEFT), Optional.of(Duration.ofSeconds(30))), 500_000),
                settings.of(new StreamName("back")));
        assertTrue(settings.isWatched(new StreamName("back")));
        assertFalse(settings.isWatched(new StreamName("cam 1")));
    }

    @Test
    void motionCanBeLookedForInSomeStreamsOnly() throws Exception {
        StreamSettings settings =
                over(read("{defaults: {motion: false}, streams: {front: {motion: true}}}"), WatchRule.NONE);

        assertTrue(settings.isWatched(new StreamName("front")));
        assertFalse(settings.isWatched(new StreamName("back")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | line 1: the file: is empty; it must have defaults or streams",
                "'defaults:\\n  sensitivity: 11' | line 2: defaults.sensitivity: must be a whole number between 1 and 10, not 11",
                "'defaults:\\n  fps: fast' | line 2: defaults.fps: must be a whole number between 1 and 30, not fast",
                "'defaults:\\n  quiet: 1h' | line 2: defaults.quiet: must be a duration of more than 0s and at most 10m",
                "'defaults:\\n  motion: maybe' | line 2: defaults.motion: must be true or false, not maybe",
                "'defaults:\\n  fps:' | line 2: defaults.fps: has no value",
                "'defaults:\\n  fps: [1]' | line 2: defaults.fps: must be a single value",
                "'defaults: 5' | line 1: defaults: must have keys with values, such as key: value",
                "'defaults:\\n  ignore: 0,0 1,0' | line 2: defaults.ignore: a polygon needs at least 3 corners",
                "'defaults:\\n  zones: {door: [0]}' | line 2: defaults.zones.door: '0' is no corner",
                "'streams:\\n  front:\\n    sensitivty: 5' | line 3: streams.front.sensitivty: there is no such key; use motion",
                "'streams:\\n  front: {}\\n  front: {}' | line 3: streams: has the key front twice",
                "'streams:\\n  \"\": {}' | line 2: streams.: this cannot be the name of a stream",
                "'cameras: {}' | line 1: cameras: there is no such key; use defaults or streams",
                "'streams:\\n  front: {fps: 5' | this is not YAML",
                "'streams: &a\\n  front: *a' | line 2: streams.front.front: there is no such key"
            })
    void tellsLineAndKeyOfAMistake(String text, String message) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> read(text.replace("\\n", "\n")));

        assertEquals(ExitCode.USAGE, failure.exitCode());
        assertEquals(1, String.valueOf(failure.getMessage()).lines().count(), failure.getMessage());
        assertTrue(
                String.valueOf(failure.getMessage()).contains("detect.yaml, ")
                        && String.valueOf(failure.getMessage()).contains(message),
                failure.getMessage());
    }

    @Test
    void tellsEachMistake() {
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> read("defaults:\n  fps: 0\n  sensitivity: x\nother: 1\n"));

        assertEquals(3, String.valueOf(failure.getMessage()).lines().count(), failure.getMessage());
    }

    @Test
    void tellsThatThereIsNoFile() {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> read(folder.resolve("missing.yaml")));

        assertEquals(ExitCode.NO_INPUT, failure.exitCode());
        assertTrue(String.valueOf(failure.getMessage()).endsWith("missing.yaml cannot be read: no such file"));
    }
}
