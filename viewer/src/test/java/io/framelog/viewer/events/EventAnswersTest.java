package io.framelog.viewer.events;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.SseClient;
import io.framelog.viewer.testing.SseClient.Event;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.tls.Tls;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What event clients receive while Kafka is away. */
@Timeout(60)
class EventAnswersTest {
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void tellsStatesAlsoWhereKafkaIsAway() throws Exception {
        try (TestServer server = new TestServer()) {
            SseClient client = SseClient.open(server.port(), "/events", null);
            assertEquals("camera", name(client.next()));
            server.makeKnown(new StreamName("yard"));
            assertEquals("yard", name(client.next()), "a new stream");
            client.close();
            Await.until("it is gone", () -> server.events.counters().clients() == 0);
        }
    }

    @Test
    void speaksTls(@TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        try (TestServer server = new TestServer(new Tls(authority.issue("present", "EC"), Duration.ofDays(1)))) {
            SseClient client = SseClient.openTls(authority.client(), server.port(), "/streams/camera/events");
            assertEquals(CAMERA.value(), name(client.next()));
            client.close();
            Await.until("it is gone", () -> server.events.counters().clients() == 0);
        }
    }

    @Test
    void refusesMoreClientsThanItsLimit() throws Exception {
        List<SseClient> clients = new ArrayList<>();
        try (TestServer server = new TestServer()) {
            for (int number = 0; number < TestServer.MAX_EVENT_CLIENTS; number++) {
                clients.add(SseClient.open(server.port(), "/events", null));
            }
            Await.until("all are there", () -> server.events.counters().clients() == clients.size());
            HttpResponse<String> refused = get(server, "/events", "GET");
            assertEquals(503, refused.statusCode());
            assertTrue(refused.headers().firstValue("Retry-After").isPresent());
            assertTrue(refused.body().contains("limit of 3"), refused.body());
            assertEquals(1, server.events.counters().refusedCount());

            clients.get(0).close();
            Await.until("one is gone", () -> server.events.counters().clients() == 2);
            clients.set(0, SseClient.open(server.port(), "/events", null));
        }
        for (SseClient client : clients) {
            client.awaitEnd();
            client.close();
        }
    }

    @Test
    void whoComesBackToAViewerThatDoesNotKnowTheStreamYetIsLetIn() throws Exception {
        try (TestServer server = new TestServer();
                SseClient client = SseClient.open(server.port(), "/streams/yard/events", "0@3")) {
            assertEquals(503, get(server, "/streams/yard/events", "GET").statusCode(), "a client without an id");
            server.makeKnown(new StreamName("yard"));
            assertEquals("yard", name(client.next()));
        }
    }

    @Test
    void answersHead() throws Exception {
        try (TestServer server = new TestServer()) {
            for (String path : List.of("/events", "/streams/camera/events?since=-5m")) {
                HttpResponse<String> head = get(server, path, "HEAD");
                assertEquals(200, head.statusCode());
                assertEquals(
                        "text/event-stream;charset=utf-8",
                        head.headers().firstValue("Content-Type").orElse(""));
                assertTrue(head.headers().firstValue("Content-Length").isEmpty());
            }
            assertEquals(0, server.events.counters().clients());
        }
    }

    @Test
    void countsAreInTheMetrics() throws Exception {
        try (TestServer server = new TestServer()) {
            String metrics = get(server, "/metrics", "GET").body();
            for (String name : List.of(
                    "events_clients 0",
                    "events_clients_limit 3",
                    "events_sent_total 0",
                    "events_clients_stalled_total 0")) {
                assertTrue(metrics.contains("framelog_viewer_" + name), name + " in " + metrics);
            }
        }
    }

    private HttpResponse<String> get(TestServer server, String path, String method) throws Exception {
        return http.send(
                server.request(path).method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
    }

    private static String name(Event status) throws Exception {
        assertEquals("status", status.type());
        return String.valueOf(JSON.std.mapFrom(status.data()).get("name"));
    }
}
