package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.ChannelClient.Ending;
import io.framelog.viewer.testing.MjpegClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The viewer as a process, without Kafka. */
@Timeout(60)
class ViewerProcessTest {
    private static final Pattern ANNOUNCEMENT =
            Pattern.compile("viewer: (http://127\\.0\\.0\\.1:(\\d+)/) \\(Kafka at localhost:1, topic video-stream\\)");
    private static final int TERMINATED = 128 + 15;

    private final Path log;
    private final Process viewer;

    ViewerProcessTest(@TempDir Path folder) throws IOException {
        log = folder.resolve("log");
        viewer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Viewer.class.getName(),
                        "--port",
                        "0",
                        "--bootstrap-server",
                        "localhost:1",
                        "--stats",
                        "3600")
                .redirectError(log.toFile())
                .start();
    }

    @AfterEach
    void end() throws InterruptedException {
        viewer.destroyForcibly().waitFor();
    }

    @Test
    void startsBeforeKafkaAndStopsPromptlyWithItsViewers() throws Exception {
        BufferedReader out = new BufferedReader(new InputStreamReader(viewer.getInputStream(), UTF_8));
        Matcher announced = ANNOUNCEMENT.matcher(String.valueOf(out.readLine()));
        assertTrue(announced.matches(), announced::toString);
        URI ready = URI.create(announced.group(1) + "readyz");
        int alive = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(announced.group(1) + "healthz"))
                                .build(),
                        BodyHandlers.discarding())
                .statusCode();
        assertEquals(200, alive);

        URI channel = URI.create("ws" + announced.group(1).substring("http".length()) + "ws");
        try (MjpegClient watching = MjpegClient.open(Integer.parseInt(announced.group(2)), "/kaf/");
                ChannelClient window = ChannelClient.open(channel)) {
            watching.preamble();
            window.say("{'list':true}").next("list");
            viewer.destroy();
            Await.until("proxies are told", () -> body(ready).contains("shutting down"));
            watching.awaitEnd();
            assertEquals(new Ending(1001, "the viewer ends"), window.ending());
        }

        assertTrue(viewer.waitFor(3, TimeUnit.SECONDS), "it stops");
        assertEquals(TERMINATED, viewer.exitValue());
        List<String> lines = Files.readAllLines(log).stream()
                .filter(line -> !line.contains("Kafka at localhost:1 does not answer"))
                .toList();
        assertEquals(1, lines.size(), "the JVM and the libraries log nothing: " + lines);
        assertTrue(lines.get(0).contains("stats - at the end: viewers: "), lines.get(0));
    }

    private static String body(URI address) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
