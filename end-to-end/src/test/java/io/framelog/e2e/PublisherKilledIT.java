package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.SseClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A publisher that is killed can say nothing; its viewers learn of it all the same. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class PublisherKilledIT {
    private static final double LIMIT_SECONDS = 5;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void itsStreamIsLostWithinSecondsAndBackWithTheNextPublisher(TestKafka kafka) throws Exception {
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("killed"))) {
            int port = services.viewer();
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front");
            Await.until("it is live", () -> streams(port).contains("\"state\":\"live\""));
            try (MjpegClient watching = MjpegClient.open(port, "/streams/front.mjpeg");
                    SseClient events = SseClient.open(port, "/streams/front/events", null)) {
                watching.preamble();
                awaitState(events, "live");
                publisher.signal("KILL");
                long killed = System.nanoTime();
                assertEquals(137, publisher.awaitExit());

                Await.until("it is lost", () -> streams(port).contains("\"state\":\"lost\""));
                assertWithinLimit(killed, "the list");
                assertTrue(streams(port).contains("its publisher went silent"), streams(port));
                awaitState(events, "lost");
                assertWithinLimit(killed, "the event");

                ServiceProcess next = services.publisher("--test-pattern", "--stream", "front");
                awaitState(events, "live");
                next.signal("TERM");
                assertEquals(143, next.awaitExit(), next.output());
            }
        }
    }

    private static void assertWithinLimit(long killed, String what) {
        double seconds = (System.nanoTime() - killed) / 1e9;
        assertTrue(seconds < LIMIT_SECONDS, what + " told it after " + seconds + " s");
    }

    /** Waits for the viewer's event that tells of a state. */
    private static void awaitState(SseClient events, String state) throws IOException {
        String data;
        do {
            data = events.next().data();
        } while (!data.contains("\"state\":\"" + state + "\""));
    }

    private String streams(int port) throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + port + "/streams");
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }
}
