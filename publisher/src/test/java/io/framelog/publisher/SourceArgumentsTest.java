package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.source.SourceSpec;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class SourceArgumentsTest {
    @Command
    private static final class Host {
        @Mixin
        final SourceArguments sources = new SourceArguments();
    }

    @Test
    void eachOptionNamesItsSource() {
        assertEquals(new SourceSpec.Camera(3), resolve(Map.of(), "--camera", "3"));
        assertEquals(new SourceSpec.Recording(Path.of("a.mp4")), resolve(Map.of(), "--file", "a.mp4"));
        assertEquals(url("rtsp://host/x"), resolve(Map.of(), "--url", "rtsp://host/x"));
        assertEquals(url("http://host/x"), resolve(Map.of(), "--snapshot", "http://host/x"));
        assertEquals(new SourceSpec.TestPattern(), resolve(Map.of(), "--test-pattern"));
    }

    @Test
    void cameraIsANumberOrAPath() {
        assertEquals(new SourceSpec.Camera("/dev/video2"), resolve(Map.of(), "--camera", "/dev/video2"));
        assertEquals(
                new SourceSpec.Camera("/dev/v4l/by-id/usb"), resolve(Map.of("FRAMELOG_CAMERA", "/dev/v4l/by-id/usb")));
        assertEquals("camera 7", new SourceSpec.Camera(7).describe());
        CommandFailure failure = assertThrows(CommandFailure.class, () -> resolve(Map.of(), "--camera", "front"));
        assertTrue(String.valueOf(failure.getMessage()).contains("--list-cameras"), failure.getMessage());
    }

    @Test
    void barePathIsAFileAndNothingIsTheFirstCamera() {
        assertEquals(new SourceSpec.Recording(Path.of("a.mp4")), resolve(Map.of(), "a.mp4"));
        assertEquals(new SourceSpec.Camera(0), resolve(Map.of()));
        assertEquals(url("rtsp://host/x"), resolve(Map.of(), "rtsp://host/x"));
    }

    @Test
    void environmentNamesItWhereTheCommandLineDoesNot() {
        Map<String, String> environment = Map.of("FRAMELOG_URL", "rtsp://host/x", "FRAMELOG_TEST_PATTERN", "false");
        assertEquals(url("rtsp://host/x"), resolve(environment));
        assertEquals(new SourceSpec.Camera(1), resolve(environment, "--camera", "1"));
        assertEquals(new SourceSpec.TestPattern(), resolve(Map.of("FRAMELOG_TEST_PATTERN", "TRUE")));
        assertEquals(new SourceSpec.Camera(2), resolve(Map.of("FRAMELOG_CAMERA", "2", "FRAMELOG_FILE", "")));
    }

    @Test
    void severalSourcesOrNonsenseAreMistakesOfUsage() {
        assertUsage(Map.of(), "--camera", "0", "--test-pattern");
        assertUsage(Map.of(), "--file", "a", "b");
        assertUsage(Map.of(), "--camera", "-1");
        assertUsage(Map.of(), "--url", "clip.mp4");
        assertUsage(Map.of("FRAMELOG_CAMERA", "first"));
        assertUsage(Map.of("FRAMELOG_CAMERA", "0", "FRAMELOG_FILE", "a"));
    }

    @Test
    void schemeMayBeInUpperCase() {
        assertEquals(url("rtsp://host/x"), resolve(Map.of(), "RTSP://host/x"));
    }

    @Test
    void credentialsOfAUrlAreNeverShown() {
        assertEquals("rtsp://host:554/…", url("rtsp://user:pass@host:554/x").describe());
        CommandFailure failure =
                assertThrows(CommandFailure.class, () -> resolve(Map.of(), "--url", "rtsp://u:secret@h ost/x"));
        assertFalse(String.valueOf(failure.getMessage()).contains("secret"), failure.getMessage());
    }

    private static SourceSpec url(String url) {
        return new SourceSpec.Url(CameraAddress.parse(url).orElseThrow());
    }

    private static void assertUsage(Map<String, String> environment, String... arguments) {
        CommandFailure failure = assertThrows(CommandFailure.class, () -> resolve(environment, arguments));
        assertEquals(ExitCode.USAGE, failure.exitCode());
    }

    private static SourceSpec resolve(Map<String, String> environment, String... arguments) {
        Host host = new Host();
        new CommandLine(host).parseArgs(arguments);
        return host.sources.resolve(environment);
    }
}
