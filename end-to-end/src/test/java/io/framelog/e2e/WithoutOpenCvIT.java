package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OpenCV is loaded when faces are looked for, and nothing else needs it. */
@Timeout(180)
class WithoutOpenCvIT {
    private static final Path VIEWER = Path.of("..", "viewer", "target", "framelog-viewer");

    @TempDir
    private static Path folder;

    private static Path clip = Path.of("");

    @BeforeAll
    static void record() throws Exception {
        clip = Recordings.h264(folder.resolve("clip.mp4"), 50);
    }

    private static ServiceProcess detect(String javaOptions, String... more) throws Exception {
        return ServiceProcess.start(
                "viewer",
                Map.of("FRAMELOG_JAVA_OPTS", javaOptions, "XDG_DATA_HOME", "/nonexistent"),
                Stream.concat(Stream.of("detect", "--file", clip.toString()), Stream.of(more))
                        .toArray(String[]::new));
    }

    private static boolean loads(String... more) throws Exception {
        Path log = folder.resolve("classes" + more.length + ".log");
        try (ServiceProcess viewer = detect("-Xlog:class+load:file=" + log, more)) {
            assertEquals(0, viewer.awaitExit(), viewer.output());
        }
        return Files.readString(log).contains("org.bytedeco.opencv.");
    }

    @Test
    void openCvIsLoadedWhenFacesAreLookedFor() throws Exception {
        assertFalse(loads(), "not without --faces");
        assertTrue(loads("--faces"), "with --faces");
    }

    @Test
    void aViewerWithoutItsJarsFindsMotionAndSaysWhyItFindsNoFaces() throws Exception {
        Path copy = Files.createDirectory(folder.resolve("viewer"));
        Path lib = Files.createDirectory(copy.resolve("lib"));
        Path bin = Files.createDirectory(copy.resolve("bin"));
        Files.copy(VIEWER.resolve("bin/viewer"), bin.resolve("viewer"));
        int left = 0;
        try (Stream<Path> jars = Files.list(VIEWER.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                String name = jar.getFileName().toString();
                if (name.startsWith("opencv-") || name.startsWith("openblas-")) {
                    left++;
                } else if (name.endsWith(".jar")) {
                    // Not a link: Java would look beside the real file for the others.
                    Files.copy(jar, lib.resolve(name));
                }
            }
        }
        assertEquals(4, left, "OpenCV and OpenBLAS, each with its natives");

        try (ServiceProcess motion = run(bin, "")) {
            assertEquals(0, motion.awaitExit(), motion.output());
        }
        try (ServiceProcess faces = run(bin, " --faces")) {
            assertEquals(1, faces.awaitExit(), faces.output());
            List<String> lines = faces.output().lines().toList();
            assertEquals(1, lines.size(), faces.output());
            assertTrue(
                    lines.get(0)
                            .startsWith("viewer: faces cannot be found, because OpenCV's libraries cannot be loaded"),
                    faces.output());
        }
    }

    private static ServiceProcess run(Path bin, String more) throws Exception {
        return ServiceProcess.startCommand(
                Path.of("/bin/sh"),
                "-c",
                "XDG_DATA_HOME=/nonexistent exec '" + bin + "/viewer' detect --file '" + clip + "'" + more);
    }
}
