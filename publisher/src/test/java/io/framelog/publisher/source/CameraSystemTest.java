package io.framelog.publisher.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class CameraSystemTest {
    @TempDir
    private Path folder;

    @Test
    void whatExistsAndIsNoDeviceIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("clip.mp4"), "");
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());

        assertEquals(
                file + " is a file and no camera: --list-cameras lists the cameras, and --file reads a file",
                refusal(file).orElseThrow());
        assertEquals(
                link + " is a file and no camera: --list-cameras lists the cameras, and --file reads a file",
                refusal(link).orElseThrow());
        assertEquals(
                folder + " is a folder and no camera: --list-cameras lists the cameras",
                refusal(folder).orElseThrow());
        assertEquals(
                pipe + " is a pipe, a socket or a disk and no camera: --list-cameras lists the cameras",
                refusal(pipe).orElseThrow());
    }

    @Test
    void devicesAreTriedAndWhatIsMissingIsToldOtherwise() {
        assertEquals(Optional.empty(), refusal(Path.of("/dev/null")));
        assertEquals(Optional.empty(), refusal(folder.resolve("missing")));
        assertEquals(Optional.empty(), CameraSystem.V4L2.refusal("97"));
    }

    private static Optional<String> refusal(Path path) {
        return CameraSystem.V4L2.refusal(path.toString());
    }
}
