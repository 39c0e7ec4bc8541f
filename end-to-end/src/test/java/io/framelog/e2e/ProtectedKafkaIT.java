package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.localkafka.LocalKafka;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.localkafka.access.Access;
import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Publisher, viewer and export with the rights that {@code docs/kafka-security.md} lists, and no other ones. */
@Timeout(240)
class ProtectedKafkaIT {
    static final List<Access> KINDS = List.of(Access.SASL_OVER_TLS, Access.MUTUAL_TLS);

    private static final LocalKafkaOptions OPTIONS = LocalKafkaOptions.defaults();

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;

    ProtectedKafkaIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void framesAndStatusesPassWithTheLeastRights(Access access) throws Exception {
        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withAccess(access));
                ServiceProcess publisher =
                        start(kafka, "publisher", "publisher", "--test-pattern", "--stream", "front");
                ServiceProcess viewer = start(kafka, "viewer", "viewer", "--port", "0")) {
            publisher.awaitLine("created the topic video-stream$");
            int port = Integer.parseInt(
                    viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
            Await.until("it is live", () -> get(port, "/streams").contains("\"state\":\"live\""));
            try (MjpegClient client = MjpegClient.open(port, "/streams/front.mjpeg")) {
                client.preamble();
                assertNotEquals(client.next().image().length, 0);
            }
            Path clip = folder.resolve("clip.zip");
            try (ServiceProcess export =
                    start(kafka, "viewer", "export", "export", "--stream", "front", "--from", "-1m", clip.toString())) {
                assertEquals(0, export.awaitExit(), export.output());
            }
            assertTrue(Files.size(clip) > 0);
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            assertTrue(
                    Stream.of(publisher.output(), viewer.output())
                            .noneMatch(output -> output.contains("uthoriz") || output.contains("kafka-acls")),
                    publisher.output());
        }
    }

    @Test
    void aPublisherWithTheViewersRightsEndsAndNamesTheMissingRight() throws Exception {
        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withAccess(Access.SASL_OVER_TLS));
                ServiceProcess publisher = start(kafka, "publisher", "viewer", "--test-pattern")) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("this user needs CREATE on topic video-stream"), publisher.output());
        }
    }

    private static ServiceProcess start(LocalKafka kafka, String service, String user, String... arguments) {
        List<String> words = Stream.of(arguments).collect(Collectors.toList());
        int at = !words.isEmpty() && words.get(0).equals("export") ? 1 : 0;
        words.addAll(at, List.of("--kafka-config", kafka.clientSettings(user).toString()));
        return ServiceProcess.start(service, Map.of(), words.toArray(String[]::new));
    }

    private String get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }
}
