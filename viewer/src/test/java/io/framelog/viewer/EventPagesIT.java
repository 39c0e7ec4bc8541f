package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.SseClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Past events of a real Kafka, page by page. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
class EventPagesIT {
    private static final int WEEK = 10_000;
    private static final int STREAMS = 12;
    /** One of so many events has a picture. */
    private static final int PICTURES = 5;

    private static final int PICTURE_BYTES = 20_000;
    /** A page may read this many times as many records as it has events: blocks of three partitions end anywhere. */
    private static final int MOST_READ = 5;

    private static final Duration SPACING = Duration.ofSeconds(50);

    private final Instant begin =
            Instant.now().minus(SPACING.multipliedBy(WEEK)).truncatedTo(ChronoUnit.MICROS);
    private final EventScene scene;
    private final RunningViewer viewer;
    private final EventWriter events;

    EventPagesIT(TestKafka kafka) throws Exception {
        scene = new EventScene(kafka);
        viewer = scene.viewer();
        events = scene.events();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void pagesThroughAWeekWithoutLossAlsoWhileEventsCome() throws Exception {
        events.createTopic(3);
        writeWeek();
        List<String> ids = new ArrayList<>();
        String next = "";
        do {
            long before = viewer.count("events_pages_records_total");
            Map<String, Object> page = viewer.json("/events.json?limit=100" + next);
            long read = viewer.count("events_pages_records_total") - before;
            assertTrue(read <= MOST_READ * 100, read + " records read for a page of 100");
            ids.addAll(ids(page));
            next = next(page);
            events.write("camera 1", WEEK + ids.size());
        } while (!next.isEmpty());
        assertEquals(numbers(WEEK - 1, 0), ids);
        assertEquals(
                Integer.toString(2 * WEEK), ids(viewer.json("/events.json")).get(0), "the newest");
    }

    @Test
    void findsTheRarestEventOfAWeek() throws Exception {
        events.createTopic(3);
        events.writeAll(List.of(event("face", 0, EventType.FACE, Map.of("zones", List.of("door")))));
        writeWeek();
        for (String filter : List.of("types=face", "zone=door", "types=lost,face&zone=door", "types=lost&types=face")) {
            List<String> ids = new ArrayList<>();
            String next = "";
            do {
                Map<String, Object> page = viewer.json("/events.json?" + filter + next);
                ids.addAll(ids(page));
                next = next(page);
            } while (!next.isEmpty());
            assertEquals(List.of("face"), ids, filter);
        }
    }

    @Test
    void showsTheEventOfTheTopicWithItsPlaceAndKind() throws Exception {
        events.createTopic(1);
        String json = "{\"type\":\"io.framelog.motion\",\"data\":{\"area\":0.10,\"picture\":\"abc\"},\"n\":1e2}";
        events.writeRaw("yard", "this is no event");
        events.writeRaw("yard", json);
        events.writeRaw("yard", "{\"type\":\"com.example.door opened\",\"position\":\"left\",\"kind\":\"of blue\"}");
        HttpResponse<byte[]> answer = viewer.get("/events.json");
        assertEquals(200, answer.statusCode());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(
                "{\"events\":[{\"type\":\"com.example.door opened\",\"position\":\"0@2\","
                        + "\"kind\":\"com.example.door_opened\"},"
                        + "{\"type\":\"io.framelog.motion\",\"data\":{\"area\":0.10,\"picture\":\"abc\"},\"n\":1E+2,"
                        + "\"position\":\"0@1\",\"kind\":\"motion\"}]}",
                new String(answer.body(), UTF_8));
        Map<String, Object> plain = viewer.json("/events.json?pictures=false&types=motion");
        assertFalse(JSON.std.asString(plain).contains("abc"));
        assertTrue(JSON.std.asString(viewer.json("/events.json?pictures=true")).contains("abc"));
    }

    @Test
    void filtersByTimeAndStream() throws Exception {
        events.createTopic(2);
        scene.frames().send("yard", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        List<StreamEvent> written = new ArrayList<>();
        List<String> streams = List.of("yard", "a,b", "50%", "gate");
        for (int number = 0; number < 40; number++) {
            written.add(event(streams.get(number % 4), number, Integer.toString(number), EventType.LOST, Map.of()));
        }
        events.writeAll(written);
        String tenth = time(10).toString();
        String twentieth = time(20).toString();
        assertEquals(numbers(39, 10), ids(viewer.json("/events.json?from=" + tenth)));
        assertEquals(numbers(9, 0), ids(viewer.json("/events.json?before=" + tenth)));
        assertEquals(numbers(19, 10), ids(viewer.json("/events.json?from=" + tenth + "&before=" + twentieth)));
        assertEquals(List.of(), ids(viewer.json("/events.json?before=earliest")));
        assertEquals(List.of(), ids(viewer.json("/events.json?from=now")));
        assertEquals(numbers(39, 0), ids(viewer.json("/events.json?before=now&from=earliest")));

        assertEquals(everyFourth(0), ids(viewer.json("/streams/yard/events.json")));
        assertEquals(everyFourth(1), ids(viewer.json("/events.json?streams=a%2Cb")));
        assertEquals(everyFourth(2), ids(viewer.json("/events.json?streams=50%25")));
        assertEquals(20, ids(viewer.json("/events.json?streams=yard,a%2Cb")).size());
        assertEquals(
                30,
                ids(viewer.json("/events.json?streams=yard,gate&streams=a%2Cb")).size());
        assertEquals(List.of(), ids(viewer.json("/events.json?streams=nothing")));
        assertEquals(404, viewer.get("/streams/nothing/events.json").statusCode());
    }

    @Test
    void followingPagesKeepTheTimeThatWasAskedFor() throws Exception {
        events.createTopic(1);
        List<StreamEvent> written = new ArrayList<>();
        for (int number : List.of(0, 1, 5, 6, 2)) { // the last was told late
            written.add(event("yard", number, Integer.toString(number), EventType.LOST, Map.of()));
        }
        events.writeAll(written);
        List<String> ids = new ArrayList<>();
        String next = "&before=" + time(4);
        while (!next.isEmpty()) {
            Map<String, Object> page = viewer.json("/events.json?limit=1" + next);
            ids.addAll(ids(page));
            next = next(page);
        }
        assertEquals(List.of("2", "1", "0"), ids);
    }

    @Test
    void emptyWhileThereIsNoTopic() throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/events.json");
        assertEquals(200, answer.statusCode());
        assertEquals(Map.of("events", List.of()), JSON.std.mapFrom(answer.body()));
        events.createTopic(1);
        events.write("yard", 1);
        assertEquals(List.of("1"), ids(viewer.json("/events.json")));
    }

    @Test
    void endsWhereRetentionHasTakenTheBeginning() throws Exception {
        events.createTopic(1);
        for (int number = 0; number < 30; number++) {
            events.write("yard", number);
        }
        Map<String, Object> first = viewer.json("/events.json?limit=10");
        assertEquals(numbers(29, 20), ids(first));
        events.deleteBefore(15);
        Map<String, Object> rest = viewer.json("/events.json?limit=10" + next(first));
        assertEquals(numbers(19, 15), ids(rest));
        assertEquals("", next(rest));
        events.deleteBefore(25);
        assertEquals(Map.of("events", List.of()), viewer.json("/events.json?limit=10" + next(first)));
    }

    @Test
    void liveEventsCanBeLimitedToKinds() throws Exception {
        events.createTopic(1);
        scene.frames().send("yard", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        events.writeRaw("yard", "{\"type\":\"io.framelog.motion\"}");
        events.write("yard", 1);
        events.writeRaw("yard", "{\"type\":\"io.framelog.face\"}");
        try (SseClient faces = scene.hear("/events?since=earliest&types=face");
                SseClient both = scene.hear("/streams/yard/events?since=earliest&types=face,motion");
                SseClient states =
                        scene.hear("/events?since=earliest&types=status,lost").awaitPlace()) {
            assertEquals("0@2", faces.next().id(), "the first that comes; no status does");
            assertEquals("motion", both.next().type());
            assertEquals("face", both.next().type());
            assertEquals("0@1", states.nextOfLog().id());
            events.writeRaw("yard", "{\"type\":\"io.framelog.motion\"}");
            events.writeRaw("yard", "{\"type\":\"io.framelog.face\"}");
            assertEquals("0@4", faces.next().id(), "a new one");
        }
        try (SseClient states = scene.hear("/events?types=status")) {
            assertEquals("status", states.next().type());
        }
    }

    private static List<String> everyFourth(int first) {
        return numbers(39, 0).stream()
                .filter(number -> Integer.parseInt(number) % 4 == first)
                .toList();
    }

    private static List<String> numbers(int first, int last) {
        return IntStream.rangeClosed(last, first)
                .mapToObj(number -> Integer.toString(first + last - number))
                .toList();
    }

    private static List<String> ids(Map<String, Object> page) {
        return ((List<?>) page.getOrDefault("events", List.of()))
                .stream()
                        .map(event -> String.valueOf(((Map<?, ?>) event).get("id")))
                        .toList();
    }

    private static String next(Map<String, Object> page) {
        Object next = page.get("next");
        assertNotEquals("", next);
        return next == null ? "" : "&before=" + next;
    }

    private Instant time(int number) {
        return begin.plus(SPACING.multipliedBy(number));
    }

    private void writeWeek() {
        String picture = "data:image/jpeg;base64," + "A".repeat(PICTURE_BYTES * 4 / 3);
        List<StreamEvent> week = new ArrayList<>(WEEK);
        for (int number = 0; number < WEEK; number++) {
            Map<String, Object> data = new HashMap<>();
            data.put("phase", "ended");
            data.put("zones", List.of("path"));
            if (number % PICTURES == 0) {
                data.put("picture", picture);
            }
            week.add(event("camera " + number % STREAMS, number, Integer.toString(number), EventType.MOTION, data));
        }
        events.writeAll(week);
    }

    private StreamEvent event(String id, int number, EventType type, Map<String, Object> data) {
        return event("yard", number, id, type, data);
    }

    private StreamEvent event(String stream, int number, String id, EventType type, Map<String, Object> data) {
        return new StreamEvent(id, type, time(number), new StreamName(stream), "", "", "", Optional.empty(), data);
    }
}
