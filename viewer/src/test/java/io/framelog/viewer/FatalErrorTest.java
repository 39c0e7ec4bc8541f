package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.ExitCode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An error of the JVM in a viewer process, as when its files are replaced while it runs. */
@Timeout(60)
class FatalErrorTest {
    /** What the answers to requests need, and nothing else does. */
    private static final Path MISSING = Path.of("io/framelog/viewer/http/JsonText.class");

    private static final long LIMIT_SECONDS = 5;

    @Test
    void endsTheProcessWithinSecondsAndSaysWhy(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("log");
        Process viewer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        incomplete(folder.resolve("classes")),
                        Viewer.class.getName(),
                        "--port=0",
                        "--bootstrap-server=localhost:1")
                .redirectError(log.toFile())
                .start();
        try {
            String announced = String.valueOf(
                    new BufferedReader(new InputStreamReader(viewer.getInputStream(), UTF_8)).readLine());
            URI address = URI.create(announced.replaceAll("^viewer: (\\S+) .*", "$1"));
            HttpRequest request =
                    HttpRequest.newBuilder(address.resolve("healthz")).build();
            assertThrows(IOException.class, () -> HttpClient.newHttpClient().send(request, BodyHandlers.discarding()));

            assertTrue(viewer.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it ends");
            assertEquals(ExitCode.UNEXPECTED, viewer.exitValue());
            String said = Files.readString(log);
            assertTrue(said.contains("so the process ends: java.lang.NoClassDefFoundError"), said);
        } finally {
            viewer.destroyForcibly();
        }
    }

    /** This JVM's class path, with a copy of the viewer's classes that lacks one. */
    private static String incomplete(Path copy) throws IOException {
        List<String> entries = List.of(System.getProperty("java.class.path").split(File.pathSeparator));
        Path classes = entries.stream()
                .map(Path::of)
                .filter(entry -> Files.exists(entry.resolve(MISSING)))
                .findFirst()
                .orElseThrow();
        try (Stream<Path> files = Files.walk(classes)) {
            files.map(classes::relativize)
                    .filter(file -> !file.equals(MISSING))
                    .forEach(file -> copy(classes.resolve(file), copy.resolve(file)));
        }
        return entries.stream()
                .map(entry -> Path.of(entry).equals(classes) ? copy.toString() : entry)
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void copy(Path from, Path to) {
        try {
            Files.copy(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
