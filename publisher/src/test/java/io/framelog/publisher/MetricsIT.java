package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.Promtool;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What operators see of a publisher: its metrics and its health. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class MetricsIT {
    private final TestKafka kafka;
    private final String topic;
    private final Metrics metrics = new Metrics();

    MetricsIT(TestKafka kafka) throws Exception {
        this.kafka = kafka;
        topic = kafka.uniqueName("metrics");
    }

    @Test
    void countsWhatBecomesOfTheFramesOfEachStream(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("cameras.yaml");
        try (MotionJpegCamera camera = new MotionJpegCamera()) {
            Files.writeString(config, """
                    streams:
                      pattern: {test-pattern: true, size: 64x48, fps: 10}
                      camera: {url: "%s"}
                    """.formatted(camera.url()));
            try (ServiceProcess publisher = start("--config=" + config)) {
                String scrape = metrics.await(
                                "/metrics",
                                answer -> acknowledged(answer, "pattern") > 20 && acknowledged(answer, "camera") > 20)
                        .body();

                assertEquals(0, of(scrape, "encoded_frames_total", "camera"));
                assertEquals(0, of(scrape, "passed_through_frames_total", "pattern"));
                assertTrue(of(scrape, "encoded_frames_total", "pattern") > 20);
                assertTrue(
                        of(scrape, "sent_frames_total", "camera") >= of(scrape, "acknowledged_frames_total", "camera"));
                assertEquals(1, of(scrape, "source_up", "camera"));
                assertTrue(Metrics.value(
                                scrape,
                                "framelog_publisher_capture_to_ack_seconds_bucket{stream=\"camera\",le=\"10.0\"}")
                        > 20);
                Promtool.check(scrape);

                camera.unplug();
                HttpResponse<String> ready =
                        metrics.await("/readyz", answer -> answer.body().contains("1 of 2 sources lost: camera ("));
                assertEquals(200, ready.statusCode(), "the other stream goes on");
                String lost = metrics.get("/metrics").body();
                assertEquals(0, of(lost, "source_up", "camera"));
                assertEquals(
                        of(lost, "captured_frames_total", "camera"), of(lost, "passed_through_frames_total", "camera"));
                assertFalse(ready.body().contains("secret"), ready.body());

                Files.writeString(config, "streams: {pattern: {test-pattern: true, size: 64x48, fps: 10}}");
                metrics.await("/metrics", answer -> !answer.body().contains("stream=\"camera\""));
                publisher.signal("TERM");
                publisher.awaitExit();
            }
        }
    }

    @Test
    void isNotReadyWhileItsOnlySourceIsLost() throws Exception {
        try (MotionJpegCamera camera = new MotionJpegCamera();
                ServiceProcess publisher = start("--url=" + camera.url())) {
            metrics.await("/readyz", answer -> answer.statusCode() == 200);
            camera.unplug();
            HttpResponse<String> ready = metrics.await("/readyz", answer -> answer.statusCode() == 503);
            assertTrue(ready.body().contains("1 of 1 sources lost: default ("), ready.body());
            assertEquals(
                    "application/problem+json",
                    ready.headers().firstValue("Content-Type").orElseThrow());
            assertEquals(200, metrics.get("/healthz").statusCode(), "starting it again would not help");
            camera.plugIn();
            metrics.await("/readyz", answer -> answer.statusCode() == 200);
            publisher.signal("TERM");
            publisher.awaitExit();
        }
    }

    @Test
    void isNotReadyBeforeKafkaAnswers() throws Exception {
        try (ServiceProcess publisher = ServiceProcess.start(
                "publisher", Map.of(), "--test-pattern", "--bootstrap-server=127.0.0.1:1", metrics.option())) {
            HttpResponse<String> ready = metrics.await("/readyz", answer -> true);
            assertEquals(503, ready.statusCode(), publisher.output());
            assertTrue(ready.body().contains("Kafka at 127.0.0.1:1 has not answered yet"), ready.body());
            assertEquals(200, metrics.get("/healthz").statusCode());
            assertEquals(404, metrics.get("/").statusCode());
            assertEquals(0, Metrics.value(metrics.get("/metrics").body(), "framelog_publisher_kafka_ready"));
            metrics.await(
                    "/metrics",
                    answer -> Metrics.value(answer.body(), "framelog_publisher_events_waiting") == 1
                            && Metrics.value(answer.body(), "framelog_publisher_events_waiting_limit") == 1_000
                            && Metrics.value(answer.body(), "framelog_publisher_events_given_up_total") == 0);
        }
    }

    @Test
    void tellsThatThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0);
                ServiceProcess publisher = ServiceProcess.start(
                        "publisher", Map.of(), "--test-pattern", "--metrics-port=" + taken.getLocalPort())) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertTrue(
                    publisher
                            .output()
                            .endsWith("cannot listen on 127.0.0.1:" + taken.getLocalPort()
                                    + ": Address already in use; see --metrics-host and --metrics-port"),
                    publisher.output());
        }
    }

    private ServiceProcess start(String... arguments) {
        List<String> all = new ArrayList<>(List.of(metrics.option(), "--topic=" + topic));
        all.addAll(List.of(arguments));
        return ServiceProcess.start(
                "publisher", Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer()), all.toArray(String[]::new));
    }

    private static double acknowledged(HttpResponse<String> scrape, String stream) {
        return of(scrape.body(), "acknowledged_frames_total", stream);
    }

    private static double of(String scrape, String name, String stream) {
        return Metrics.value(scrape, "framelog_publisher_" + name + "{stream=\"" + stream + "\"}");
    }
}
