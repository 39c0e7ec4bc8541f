package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The viewer as a process, with HTTPS configured by environment variables. */
@Timeout(60)
class HttpsProcessTest {
    private static final Duration EXIT_LIMIT = Duration.ofSeconds(3);

    @Test
    void saysThatItsAddressIsOneOfHttpsAnswersThereAndEndsItsStreamsInOrder(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        TlsFiles files = authority.issue("viewer", "EC");
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Viewer.class.getName(),
                        "--port",
                        "0",
                        "--bootstrap-server",
                        "localhost:1")
                .redirectError(folder.resolve("log").toFile());
        command.environment()
                .put("FRAMELOG_TLS_CERTIFICATE", files.certificate().toString());
        command.environment().put("FRAMELOG_TLS_KEY", files.key().toString());
        Process viewer = command.start();
        try (BufferedReader out = new BufferedReader(new InputStreamReader(viewer.getInputStream(), UTF_8))) {
            String line = String.valueOf(out.readLine());
            assertTrue(line.startsWith("viewer: https://127.0.0.1:"), line);

            int alive = HttpClient.newBuilder()
                    .sslContext(authority.client())
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(
                                            line.substring("viewer: ".length(), line.indexOf(" (")) + "healthz"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertEquals(200, alive);

            int port = URI.create(line.substring("viewer: ".length(), line.indexOf(" (")))
                    .getPort();
            endsItsStreamsInOrder(viewer, authority, port);
        } finally {
            viewer.destroyForcibly().waitFor();
        }
    }

    private static void endsItsStreamsInOrder(Process viewer, TestAuthority authority, int port) throws Exception {
        try (Http2Client client = new Http2Client(authority.client(), port, 0)) {
            int video = client.get("/kaf");
            int events = client.get("/events");
            client.await("the head", () -> client.answer(video).body().length > 0);
            client.await("the head", () -> client.answer(events).status() == 200);
            long begin = System.nanoTime();

            viewer.destroy(); // SIGTERM

            client.complete(video);
            client.complete(events);
            assertTrue(viewer.waitFor(EXIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS));
            assertTrue(System.nanoTime() - begin < EXIT_LIMIT.toNanos());
        }
    }
}
