package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.Promtool;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus with the files of {@code deploy}: the rules, and what the dashboard asks. Skipped without it; see {@link Promtool}. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class PrometheusIT {
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    @Test
    void alertsWhenAPublisherIsKilledAndNotBefore(TestKafka kafka, @TempDir Path folder) throws Exception {
        Promtool.requireInstalled("prometheus");
        int publisherPort = Ports.unused();
        int prometheusPort = Ports.unused();
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("alerts"))) {
            int viewerPort = services.viewer();
            ServiceProcess publisher =
                    services.publisher("--test-pattern", "--metrics-port", String.valueOf(publisherPort));
            configure(folder, publisherPort, viewerPort);
            try (ServiceProcess prometheus = ServiceProcess.startCommand(
                    Path.of("/usr/bin/prometheus"),
                    "--config.file=" + folder.resolve("prometheus.yml"),
                    "--storage.tsdb.path=" + folder.resolve("data"),
                    "--web.listen-address=127.0.0.1:" + prometheusPort)) {
                Await.until(prometheus::output, () -> query(prometheusPort, "framelog_publisher_source_up") == 1);
                Await.until(prometheus::output, () -> query(prometheusPort, "framelog_viewer_kafka_ready") == 1);
                CompletableFuture<?> watching = watch(viewerPort);
                Await.until(
                        "the figures of a stream that is watched",
                        () -> query(prometheusPort, "framelog_viewer_stream_age_seconds") >= 0
                                && query(prometheusPort, "framelog_viewer_capture_to_write_seconds_count") > 10);
                assertTrue(DashboardQueries.all().containsAll(DashboardQueries.MAY_BE_EMPTY));
                for (String query : DashboardQueries.all()) {
                    Await.until(
                            () -> query + " has no answer",
                            () -> DashboardQueries.MAY_BE_EMPTY.contains(query)
                                    ? isUnderstood(prometheusPort, query)
                                    : query(prometheusPort, query) >= 0);
                }
                watching.cancel(true);
                assertEquals(Set.of(), firing(prometheusPort));

                publisher.signal("KILL");

                Await.until("the alert", () -> firing(prometheusPort).contains("FramelogPublisherDown"));
            }
        }
    }

    /** Takes the stream of the publisher, whether or not it is known yet, until it is cancelled. */
    private CompletableFuture<?> watch(int viewerPort) {
        return http.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + viewerPort + "/stream"))
                        .build(),
                BodyHandlers.discarding());
    }

    /** The files of {@code deploy}, with the addresses of this test and shorter times. */
    private static void configure(Path folder, int publisherPort, int viewerPort) throws IOException {
        Path source = Markdown.root().resolve("deploy/prometheus");
        Files.writeString(
                folder.resolve("prometheus.yml"),
                Files.readString(source.resolve("prometheus.yml"))
                        .replace("scrape_interval: 10s", "scrape_interval: 1s\n  evaluation_interval: 1s")
                        .replace("localhost:9401", "127.0.0.1:" + publisherPort)
                        .replace("localhost:8000", "127.0.0.1:" + viewerPort)
                        .replaceAll("(?s)  - job_name: framelog-detect.*", ""));
        Files.writeString(
                folder.resolve("framelog.rules.yml"),
                Files.readString(source.resolve("framelog.rules.yml")).replace("for: 1m", "for: 2s"));
    }

    /** The first value of an expression; -1 if there is none. */
    private double query(int port, String expression) throws Exception {
        JsonNode first = ask(port, expression).path("data").path("result").path(0);
        return first.isMissingNode() ? -1 : first.path("value").path(1).asDouble();
    }

    /** Whether an expression can be evaluated, also if nothing comes out. */
    private boolean isUnderstood(int port, String expression) throws Exception {
        return ask(port, expression).path("status").asText().equals("success");
    }

    private JsonNode ask(int port, String expression) throws Exception {
        return get(port, "query?query=" + URLEncoder.encode(expression, UTF_8));
    }

    private Set<String> firing(int port) throws Exception {
        Set<String> names = new TreeSet<>();
        for (JsonNode alert : get(port, "alerts").path("data").path("alerts")) {
            if (alert.path("state").asText().equals("firing")) {
                names.add(alert.path("labels").path("alertname").asText());
            }
        }
        return names;
    }

    private JsonNode get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/" + path))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, BodyHandlers.ofString(UTF_8));
            return answer.statusCode() == 200 ? json.readTree(answer.body()) : json.createObjectNode();
        } catch (ConnectException e) {
            return json.createObjectNode(); // it does not listen yet; then it answers 503 for a while
        }
    }
}
