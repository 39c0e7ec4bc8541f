package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.SseClient;
import io.framelog.viewer.testing.SseClient.Event;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events from a real Kafka, as clients receive them. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class EventsIT {
    private final EventScene scene;
    private final RunningViewer viewer;
    private final EventWriter events;
    private final Producer frames;

    EventsIT(TestKafka kafka) throws Exception {
        scene = new EventScene(kafka);
        viewer = scene.viewer();
        events = scene.events();
        frames = scene.frames();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void tellsWhatHappensWithItsPlaceInKafka() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = scene.hear("/events").awaitPlace()) {
            assertEquals("0@0", client.lastId(), "from the end of the log");
            events.write("yard", 1);
            events.writeRaw("gate", "{\"type\":\"io.framelog.motion\",\n\"data\":{\"area\":0.5}}");
            events.writeRaw("gate", "this is no event");
            events.writeRaw("gate", "{\"type\":\"com.example.door opened\"}");

            Event first = client.nextOfLog();
            assertEquals("0@1", first.id());
            assertEquals("lost", first.type());
            assertEquals("1", JSON.std.mapFrom(first.data()).get("id"));
            assertEquals(
                    new Event("0@2", "motion", "{\"type\":\"io.framelog.motion\",\"data\":{\"area\":0.5}}"),
                    client.nextOfLog());
            assertEquals(
                    new Event("0@4", "com.example.door_opened", "{\"type\":\"com.example.door opened\"}"),
                    client.nextOfLog());
            assertEquals("text/event-stream;charset=utf-8", client.headers().get("content-type"));
            assertEquals("no-store, no-transform", client.headers().get("cache-control"));
            assertEquals("no", client.headers().get("x-accel-buffering"));
            assertFalse(client.headers().containsKey("content-encoding"), "no compression that delays events");
        }
        Await.until("no event client is connected", () -> viewer.count("events_clients") == 0);
        assertEquals(1, viewer.count("events_skipped_total"));
    }

    @Test
    void beginsWithTheStateOfEachStreamAndTellsItsChanges() throws Exception {
        events.createTopic(1);
        frames.send("yard", Images.jpeg(64, 48));
        frames.send("gate", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        viewer.awaitStream("gate", "state", "live");
        try (SseClient all = scene.hear("/events");
                SseClient one = scene.hear("/streams/yard/events")) {
            List<String> names = List.of(name(all.next()), name(all.next()));
            assertEquals(List.of("gate", "yard"), names.stream().sorted().toList());
            Event live = one.next();
            assertEquals("status", live.type());
            assertEquals("live", JSON.std.mapFrom(live.data()).get("state"));
            assertEquals("yard", name(live));

            // No more frames arrive.
            Event lost = one.next();
            assertEquals("lost", JSON.std.mapFrom(lost.data()).get("state"));
            assertEquals("yard", name(lost));
        }
    }

    private static String name(Event status) throws Exception {
        assertEquals("status", status.type());
        return String.valueOf(JSON.std.mapFrom(status.data()).get("name"));
    }

    @Test
    void tellsOfOneStreamAlone() throws Exception {
        events.createTopic(1);
        frames.send("yard", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        try (SseClient client = scene.hear("/streams/yard/events").awaitPlace();
                SseClient past = scene.hear("/streams/yard/events?since=earliest")) {
            events.write("gate", 0);
            events.write("yard", 1);
            events.write("gate", 2);
            events.write("yard", 3);
            for (SseClient each : List.of(client, past)) {
                assertEquals("0@1", each.nextOfLog().id());
                assertEquals("0@3", each.nextOfLog().id());
            }
        }
    }

    @Test
    void readsThePastByTime() throws Exception {
        events.createTopic(1);
        Instant start = Instant.now().minusSeconds(1000);
        for (int number = 0; number < 10; number++) {
            events.write("yard", number, start.plusSeconds(100L * number));
        }
        Map<String, Integer> firsts = Map.of(
                "earliest",
                0,
                "-10d",
                0,
                start.plusSeconds(250).toString(),
                3,
                Long.toString(start.plusSeconds(300).toEpochMilli()),
                3,
                "-250s",
                8);
        for (Map.Entry<String, Integer> first : firsts.entrySet()) {
            try (SseClient client = scene.hear("/events?since=" + first.getKey())) {
                for (int number = first.getValue(); number < 10; number++) {
                    assertEquals("0@" + number, client.nextOfLog().id(), first.getKey());
                }
            }
        }
        try (SseClient latest = scene.hear("/events?since=latest").awaitPlace();
                SseClient future = scene.hear("/events?since=" + Instant.now().plusSeconds(1000))
                        .awaitPlace()) {
            events.write("yard", 10);
            assertEquals("0@10", latest.nextOfLog().id());
            assertEquals("0@10", future.nextOfLog().id());
        }
    }

    @Test
    void slowClientIsEndedAndTheOthersHearOn() throws Exception {
        events.createTopic(1);
        String large = "{\"type\":\"io.framelog.motion\",\"data\":\"" + "x".repeat(50_000) + "\"}";
        try (SseClient slow =
                        SseClient.openWithSmallBuffer(viewer.port(), "/events").awaitPlace();
                SseClient quick = scene.hear("/events").awaitPlace()) {
            int sent = 0;
            while (viewer.count("events_clients_stalled_total") == 0) {
                for (int number = 0; number < 20; number++) {
                    events.writeRaw("yard", large);
                }
                for (int number = 0; number < 20; number++) {
                    assertEquals("0@" + sent++, quick.nextOfLog().id());
                }
            }
            assertEquals(1, viewer.count("events_clients"));
            assertFalse(slow.lastId().isEmpty(), "the client can resume after this id");
        }
    }

    @Test
    void saysWhatIsWrongWithARequest() throws Exception {
        frames.send("yard", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        for (String query : List.of("since=soon", "since=0@3", "lastEventId=soon", "lastEventId=0@1,0@2")) {
            HttpResponse<byte[]> answer = viewer.get("/events?" + query);
            assertEquals(400, answer.statusCode(), query);
            assertEquals(
                    "application/problem+json",
                    answer.headers().firstValue("content-type").orElseThrow());
        }
        HttpResponse<byte[]> unknown = viewer.get("/streams/nothing/events");
        assertEquals(404, unknown.statusCode());
        assertTrue(new String(unknown.body(), UTF_8).contains("yard"));
    }
}
