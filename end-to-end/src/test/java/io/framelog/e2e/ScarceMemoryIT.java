package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services whose heap is too small, or just large enough: they end at once, or they work. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class ScarceMemoryIT {
    private static final int OUT_OF_MEMORY = 3;
    private static final int FRAMES = 200;

    private final TestKafka kafka;
    private final String topic;

    ScarceMemoryIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("memory");
    }

    @ParameterizedTest
    @CsvSource({"publisher, --test-pattern", "viewer, --port=0"})
    void serviceWithTooSmallAHeapSaysSoAndEnds(String service, String argument) throws Exception {
        try (ServiceProcess process = start(service, "12m", argument)) {
            assertEquals(OUT_OF_MEMORY, process.awaitExit(), process.output());
            assertTrue(process.output().contains(" MB of heap, which is too little"), process.output());
            assertEquals(1, process.output().lines().count(), process.output());
        }
    }

    @Test
    void servicesWithTheLeastHeapWork() throws Exception {
        try (ServiceProcess publisher = start("publisher", "32m", "--test-pattern", "--stream", "front");
                ServiceProcess viewer = start("viewer", "32m", "--port", "0")) {
            publisher.awaitLine("created the topic .*-events");
            int port = Integer.parseInt(
                    viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
            Await.until("it has the stream", () -> hasPicture(port));
            try (MjpegClient client = MjpegClient.open(port, "/streams/front.mjpeg")) {
                client.preamble();
                for (int i = 0; i < FRAMES; i++) {
                    assertNotEquals(0, client.next().image().length);
                }
            }
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            viewer.signal("TERM");
            assertEquals(143, viewer.awaitExit(), viewer.output());
        }
    }

    private static boolean hasPicture(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/streams/front.jpg");
        return HttpClient.newHttpClient()
                        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.discarding())
                        .statusCode()
                == 200;
    }

    private ServiceProcess start(String service, String heap, String... arguments) {
        Map<String, String> environment = Map.of(
                "FRAMELOG_BOOTSTRAP_SERVER",
                kafka.bootstrapServer(),
                "FRAMELOG_TOPIC",
                topic,
                "FRAMELOG_JAVA_OPTS",
                "-Xmx" + heap);
        return ServiceProcess.start(service, environment, arguments);
    }
}
