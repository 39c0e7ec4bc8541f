package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.viewer.testing.Await;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Everything that the program writes to standard error with {@code --log-format json}. */
@Timeout(60)
class JsonLogProcessTest {
    private static final Pattern ADDRESS = Pattern.compile("viewer: (http://\\S+/).*");

    private final Path log;
    private final Path folder;

    JsonLogProcessTest(@TempDir Path folder) {
        this.folder = folder;
        log = folder.resolve("log");
    }

    @Test
    void errorOfTheCommandLineIsAnObject() throws Exception {
        assertEquals(2, start(true, "--log-format=json", "--port", "many").waitFor());
        Map<String, Object> error = lines().get(0);
        assertEquals("ERROR", error.get("level"));
        assertEquals("io.framelog.viewer", error.get("logger"));
        assertTrue(String.valueOf(error.get("message")).contains("--port"), error.toString());
        assertTrue(String.valueOf(error.get("message")).endsWith("(see viewer --help)"), error.toString());
    }

    @Test
    void commandsLogObjectsToo() throws Exception {
        Process detection = start(true, "detect", "--bootstrap-server", "localhost:1", "--log-format", "json");
        try {
            Await.until("it is ready", () -> Files.readString(log).contains("looking for motion"));
        } finally {
            detection.destroy();
            detection.waitFor();
        }
        assertTrue(
                lines().stream()
                        .anyMatch(line -> "INFO".equals(line.get("level"))
                                && String.valueOf(line.get("message")).contains("looking for motion")),
                Files.readString(log));
    }

    @Test
    void linesOfTheLogAreObjectsAndThoseOfTheAuditHaveFields() throws Exception {
        String hash = BCrypt.withDefaults().hashToString(4, "secret".toCharArray());
        Path users = Files.writeString(folder.resolve("users"), "ann:" + hash + "\n");
        Process viewer = start(
                false, "--port", "0", "--bootstrap-server", "localhost:1", "--users", users.toString(), "--verbose");
        try {
            BufferedReader out = new BufferedReader(new InputStreamReader(viewer.getInputStream(), UTF_8));
            Matcher announced = ADDRESS.matcher(String.valueOf(out.readLine()));
            assertTrue(announced.matches(), announced::toString);
            String wrong = Base64.getEncoder().encodeToString("ann:wrong".getBytes(UTF_8));
            HttpRequest request = HttpRequest.newBuilder(URI.create(announced.group(1) + "streams"))
                    .header("Authorization", "Basic " + wrong)
                    .build();
            assertEquals(
                    401,
                    HttpClient.newHttpClient()
                            .send(request, BodyHandlers.discarding())
                            .statusCode());
            Await.until("Kafka is told to be away", () -> Files.readString(log).contains("does not answer"));
        } finally {
            viewer.destroy();
            viewer.waitFor();
        }
        Map<String, Object> refusal = lines().stream()
                .filter(line -> "audit".equals(line.get("logger")))
                .findFirst()
                .orElseThrow();
        assertEquals("login-refused", refusal.get("event"));
        assertEquals("ann", refusal.get("user"));
        assertEquals("127.0.0.1", refusal.get("address"));
        assertTrue(String.valueOf(refusal.get("message")).contains(String.valueOf(refusal.get("reason"))));
        assertEquals("WARN", refusal.get("level"));
    }

    /** @param byOption else the environment chooses the format */
    private Process start(boolean byOption, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Viewer.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        if (!byOption) {
            builder.environment().put("FRAMELOG_LOG_FORMAT", "json");
        }
        return builder.start();
    }

    private List<Map<String, Object>> lines() throws IOException {
        List<Map<String, Object>> lines = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            assertTrue(line.startsWith("{"), line);
            lines.add(JSON.std.mapFrom(line));
        }
        return lines;
    }
}
