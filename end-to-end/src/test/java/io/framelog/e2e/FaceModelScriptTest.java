package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Faces;
import io.framelog.testing.ServiceProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/face-model} gets the model and nothing else. */
@Timeout(60)
class FaceModelScriptTest {
    private static final String MODEL = "face_detection_full_range.tflite";

    @TempDir
    private Path folder;

    private record Outcome(int exitCode, String text) {}

    /** Runs it where npm is this shell script. */
    private Outcome run(String npm, String arguments) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        Path fake = Files.writeString(bin.resolve("npm"), "#!/bin/sh\n" + npm + "\n");
        Files.setPosixFilePermissions(fake, PosixFilePermissions.fromString("rwxr-xr-x"));
        String script = "XDG_DATA_HOME='" + folder + "' PATH='" + bin + "':\"$PATH\" exec '"
                + Markdown.root().resolve("bin/face-model").toAbsolutePath() + "' " + arguments;
        try (ServiceProcess process = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", script)) {
            return new Outcome(process.awaitExit(), process.output());
        }
    }

    private Path installed() {
        return folder.resolve("framelog").resolve(MODEL);
    }

    /** A package as npm makes it, with this model. */
    private Path pack(Path model) throws Exception {
        Path content = Files.createDirectories(folder.resolve("package"));
        Files.copy(model, content.resolve(MODEL));
        Path archive = folder.resolve("mediapipe-face_detection-1.tgz");
        String command = "tar -czf '" + archive + "' -C '" + folder + "' package";
        try (ServiceProcess tar = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", command)) {
            assertEquals(0, tar.awaitExit(), tar.output());
        }
        return archive;
    }

    @Test
    void getsTheModelOnceByNpm() throws Exception {
        Path archive = pack(Faces.model());

        Outcome first =
                run("test \"$1 $3\" = 'pack @mediapipe/face_detection@0.4.1657300184' && cp '" + archive + "' .", "");
        Outcome second = run("exit 1", "");

        assertEquals(new Outcome(0, "face-model: " + installed()), strip(first));
        assertEquals(new Outcome(0, "face-model: the model is there: " + installed()), strip(second));
        assertEquals(-1, Files.mismatch(Faces.model(), installed()));
    }

    private static Outcome strip(Outcome outcome) {
        return new Outcome(outcome.exitCode(), outcome.text().strip());
    }

    @Test
    void takesTheModelOrItsPackageFromAFile() throws Exception {
        Path model = Faces.model();
        assertEquals(0, run("exit 1", "'" + model + "'").exitCode());
        assertTrue(Files.deleteIfExists(installed()));

        assertEquals(0, run("exit 1", "'" + pack(model) + "'").exitCode());
        assertEquals(-1, Files.mismatch(model, installed()));
    }

    @Test
    void refusesAnotherFile() throws Exception {
        Path other = Files.writeString(folder.resolve("other"), "no model");
        Path archive = pack(other);

        for (String arguments : new String[] {"'" + other + "'", "'" + archive + "'"}) {
            Outcome outcome = run("exit 1", arguments);
            assertEquals(66, outcome.exitCode());
            assertTrue(outcome.text().contains("is neither the model nor its package"), outcome.text());
        }
        Outcome byNpm = run("cp '" + archive + "' .", "");
        assertEquals(66, byNpm.exitCode(), byNpm.text());
        assertFalse(Files.exists(installed()));
    }

    @Test
    void saysHowToGetItByHand() throws Exception {
        Outcome outcome = run("exit 1", "");

        assertEquals(69, outcome.exitCode());
        assertTrue(outcome.text().contains("face-model: npm did not get @mediapipe/face_detection"), outcome.text());
        assertTrue(outcome.text().contains("npm pack @mediapipe/face_detection@0.4.1657300184"), outcome.text());
        assertTrue(outcome.text().contains("bin/face-model mediapipe-face_detection-*.tgz"), outcome.text());
    }

    @Test
    void refusesWrongArguments() throws Exception {
        assertEquals(2, run("exit 1", "--wrong").exitCode());
        assertEquals(2, run("exit 1", "a b").exitCode());
        assertEquals(66, run("exit 1", "missing").exitCode());
        assertEquals(0, run("exit 1", "--help").exitCode());
    }
}
