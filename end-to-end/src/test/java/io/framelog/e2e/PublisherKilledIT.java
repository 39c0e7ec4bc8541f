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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
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

    @Test
    void itsLossIsAnEventInKafkaWithOneIdHoweverManyViewersThereAre(TestKafka kafka) throws Exception {
        try (Services services = new Services(kafka.bootstrapServer(), kafka.uniqueName("silent"))) {
            int first = services.viewer();
            int second = services.viewer();
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front");
            Await.until("it is live", () -> streams(first).contains("\"state\":\"live\""));
            Await.until("it is live", () -> streams(second).contains("\"state\":\"live\""));
            try (SseClient events = SseClient.open(first, "/streams/front/events", null)) {
                publisher.signal("STOP");
                long stopped = System.nanoTime();
                SseClient.Event lost = awaitEvent(events, "lost");
                assertWithinLimit(stopped, "the event in Kafka");
                assertTrue(lost.data().contains("its publisher went silent"), lost.data());

                publisher.signal("CONT");
                awaitEvent(events, "recovered");
                publisher.signal("KILL");
                assertEquals(137, publisher.awaitExit());
                awaitEvent(events, "lost");
            }
            int third = services.viewer();
            ServiceProcess other = services.publisher("--test-pattern", "--stream", "back");
            // The source is known with the first status.
            Pattern live = Pattern.compile("\"name\":\"back\",\"state\":\"live\"[^}]*\"source\":\"test pattern\"");
            Await.until("it is live", () -> live.matcher(streams(third)).find());
            other.signal("KILL");
            Map<String, String> told = new LinkedHashMap<>();
            try (SseClient events = SseClient.open(third, "/events?since=-1h", null)) {
                SseClient.Event event = events.nextOfLog();
                while (!isOf("back", event) || !event.type().equals("lost")) {
                    if (isOf("front", event)) {
                        told.putIfAbsent(id(event), event.type());
                    }
                    event = events.nextOfLog();
                }
            }
            assertEquals(List.of("started", "lost", "recovered", "lost"), List.copyOf(told.values()));
        }
    }

    private static String id(SseClient.Event event) {
        return event.data().replaceFirst(".*\"id\":\"([^\"]+)\".*", "$1");
    }

    private static boolean isOf(String stream, SseClient.Event event) {
        return event.data().contains("\"subject\":\"" + stream + "\"");
    }

    private static SseClient.Event awaitEvent(SseClient events, String type) throws IOException {
        SseClient.Event event = events.nextOfLog();
        while (!event.type().equals(type)) {
            event = events.nextOfLog();
        }
        return event;
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
