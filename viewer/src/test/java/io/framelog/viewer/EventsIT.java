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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of a real Kafka, heard by clients that come and go. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class EventsIT {
    private static final int CUTS = 100;

    private final String bootstrapServer;
    private final String topic;
    private final Producer frames;
    private final EventWriter events;
    private final RunningViewer viewer;

    EventsIT(TestKafka kafka) throws Exception {
        bootstrapServer = kafka.bootstrapServer();
        topic = kafka.uniqueName("cameras");
        frames = new Producer(bootstrapServer, topic);
        frames.createTopic(4);
        events = new EventWriter(bootstrapServer, topic);
        viewer = new RunningViewer(bootstrapServer, topic);
    }

    @AfterEach
    void end() {
        viewer.close();
        events.close();
        frames.close();
    }

    private SseClient hear(String path) throws Exception {
        return hear(path, null);
    }

    private SseClient hear(String path, @Nullable String lastId) throws Exception {
        return SseClient.open(viewer.port(), path, lastId);
    }

    @Test
    void tellsWhatHappensWithItsPlaceInKafka() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = hear("/events").awaitPlace()) {
            assertEquals("0@0", client.lastId(), "from now on");
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
            assertEquals("no-store", client.headers().get("cache-control"));
            assertEquals("no", client.headers().get("x-accel-buffering"));
            assertFalse(client.headers().containsKey("content-encoding"), "nothing gathers it");
        }
        Await.until("nobody hears", () -> viewer.service().eventCounters().clients() == 0);
        assertEquals(1, viewer.service().eventCounters().skippedCount());
    }

    @Test
    void beginsWithTheStateOfEachStreamAndTellsItsChanges() throws Exception {
        events.createTopic(1);
        frames.send("yard", Images.jpeg(64, 48));
        frames.send("gate", Images.jpeg(64, 48));
        viewer.awaitStream("yard", "state", "live");
        viewer.awaitStream("gate", "state", "live");
        try (SseClient all = hear("/events");
                SseClient one = hear("/streams/yard/events")) {
            List<String> names = List.of(name(all.next()), name(all.next()));
            assertEquals(List.of("gate", "yard"), names.stream().sorted().toList());
            Event live = one.next();
            assertEquals("status", live.type());
            assertEquals("live", JSON.std.mapFrom(live.data()).get("state"));
            assertEquals("yard", name(live));

            // No more frames come.
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
        try (SseClient client = hear("/streams/yard/events").awaitPlace();
                SseClient past = hear("/streams/yard/events?since=earliest")) {
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
            try (SseClient client = hear("/events?since=" + first.getKey())) {
                for (int number = first.getValue(); number < 10; number++) {
                    assertEquals("0@" + number, client.nextOfLog().id(), first.getKey());
                }
            }
        }
        try (SseClient latest = hear("/events?since=latest").awaitPlace();
                SseClient future =
                        hear("/events?since=" + Instant.now().plusSeconds(1000)).awaitPlace()) {
            events.write("yard", 10);
            assertEquals("0@10", latest.nextOfLog().id());
            assertEquals("0@10", future.nextOfLog().id());
        }
    }

    @Test
    void goesOnAtAnotherViewerAndAfterARestart() throws Exception {
        events.createTopic(1);
        String id;
        try (SseClient client = hear("/events").awaitPlace()) {
            events.write("yard", 0);
            client.nextOfLog();
            id = client.lastId();
        }
        events.write("yard", 1);
        try (RunningViewer other = new RunningViewer(bootstrapServer, topic)) {
            try (SseClient client = SseClient.open(other.port(), "/events?since=earliest", id)) {
                assertEquals("0@1", client.nextOfLog().id(), "the id goes before the address");
                events.write("yard", 2);
                assertEquals("0@2", client.nextOfLog().id());
                other.service().close();
                client.awaitEnd();
                id = client.lastId();
            }
        }
        events.write("yard", 3);
        try (RunningViewer again = new RunningViewer(bootstrapServer, topic);
                SseClient client = SseClient.open(again.port(), "/events?lastEventId=" + id, null)) {
            assertEquals("0@3", client.nextOfLog().id());
        }
    }

    @Test
    void clientThatWasCutOffBeforeItsFirstEventMissesNone() throws Exception {
        String id;
        try (SseClient client = hear("/events").awaitPlace()) {
            id = client.lastId();
            assertEquals("-", id, "there is no topic yet");
        }
        events.createTopic(2);
        events.write("yard", 0);
        try (SseClient client = hear("/events", id)) {
            assertEquals("lost", client.nextOfLog().type());
        }
    }

    @Test
    void cutAndResumedAHundredTimesEachEventComesOnceAndInOrder() throws Exception {
        events.createTopic(3);
        int count = 3_000;
        List<String> names = List.of("yard", "gate", "door", "hall");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (RunningViewer other = new RunningViewer(bootstrapServer, topic)) {
            List<RunningViewer> viewers = List.of(viewer, other);
            String id;
            try (SseClient client = hear("/events").awaitPlace()) {
                id = client.lastId();
            }
            Future<?> writing = threads.submit(() -> {
                for (int number = 0; number < count; number++) {
                    events.write(names.get(number % names.size()), number);
                }
                return null;
            });
            Random random = new Random(7);
            List<Integer> heard = new ArrayList<>();
            for (int cut = 0; cut < CUTS; cut++) {
                RunningViewer now = viewers.get(random.nextInt(2));
                try (SseClient client = SseClient.open(now.port(), "/events", id)) {
                    for (int left = random.nextInt(2 * count / CUTS); left > 0 && heard.size() < count; left--) {
                        heard.add(number(client.nextOfLog()));
                        id = client.lastId();
                    }
                }
            }
            try (SseClient client = SseClient.open(viewer.port(), "/events", id)) {
                while (heard.size() < count) {
                    heard.add(number(client.nextOfLog()));
                }
                writing.get();
                events.write("yard", count);
                assertEquals(count, number(client.nextOfLog()), "and nothing between");
            }
            assertEquals(
                    IntStream.range(0, count).boxed().toList(),
                    heard.stream().sorted().toList(),
                    "each once");
            for (int of = 0; of < names.size(); of++) {
                int rest = of;
                List<Integer> ofStream = heard.stream()
                        .filter(number -> number % names.size() == rest)
                        .toList();
                assertEquals(ofStream.stream().sorted().toList(), ofStream, "in order");
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static int number(Event event) throws Exception {
        assertEquals("lost", event.type(), event.data());
        return Integer.parseInt(String.valueOf(JSON.std.mapFrom(event.data()).get("id")));
    }

    @Test
    void tellsOfAGapWhereTheLogNoLongerHasWhatCameNext() throws Exception {
        events.createTopic(1);
        for (int number = 0; number < 10; number++) {
            events.write("yard", number);
        }
        events.deleteBefore(6);
        try (SseClient client = hear("/events", "0@2")) {
            Event gap = client.nextOfLog();
            assertEquals("gap", gap.type());
            assertTrue(gap.data().contains("3 records of partition 0 have left the log"), gap.data());
            assertEquals("0@6", client.nextOfLog().id());
        }
        try (SseClient client = hear("/events", "0@5")) {
            assertEquals("0@6", client.nextOfLog().id(), "nothing is missing");
        }
    }

    @Test
    void idOfALogThatIsNoMoreIsAGapAndTheNewLogIsToldFromItsBeginning() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = hear("/events", "0@41")) {
            assertEquals("gap", client.nextOfLog().type());
            assertEquals("0@0", client.nextOfLog().id());
        }
    }

    @Test
    void topicThatIsMadeAnewIsToldFromItsBeginning() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = hear("/events").awaitPlace()) {
            for (int number = 1; number < 10; number++) {
                events.write("yard", number);
                assertEquals(number, number(client.nextOfLog()));
            }
            events.deleteTopic();
            try (EventWriter anew = new EventWriter(bootstrapServer, topic)) {
                anew.createTopic(1);
                anew.write("yard", 100);
                anew.write("yard", 101);
            }
            assertEquals("gap", client.nextOfLog().type());
            assertEquals("0@0", client.nextOfLog().id());
            assertEquals("0@1", client.nextOfLog().id());
        }
    }

    @Test
    void slowClientIsEndedAndTheOthersHearOn() throws Exception {
        events.createTopic(1);
        String large = "{\"type\":\"io.framelog.motion\",\"data\":\"" + "x".repeat(50_000) + "\"}";
        try (SseClient slow =
                        SseClient.openWithSmallBuffer(viewer.port(), "/events").awaitPlace();
                SseClient quick = hear("/events").awaitPlace()) {
            int sent = 0;
            while (viewer.service().eventCounters().stalledCount() == 0) {
                for (int number = 0; number < 20; number++) {
                    events.writeRaw("yard", large);
                }
                for (int number = 0; number < 20; number++) {
                    assertEquals("0@" + sent++, quick.nextOfLog().id());
                }
            }
            assertEquals(1, viewer.service().eventCounters().clients());
            assertFalse(slow.lastId().isEmpty(), "it would go on from here");
        }
    }

    @Test
    void clientFurtherBackThanMemoryIsGivenThePastFromTheLog() throws Exception {
        events.createTopic(1);
        int count = 10_000;
        events.writeMany("yard", count);
        try (SseClient first = hear("/events").awaitPlace();
                SseClient client = hear("/events", "0@9")) {
            for (int number = 10; number < count; number++) {
                assertEquals("0@" + number, client.nextOfLog().id());
            }
            events.write("yard", count);
            assertEquals("0@" + count, client.nextOfLog().id());
            assertEquals("0@" + count, first.nextOfLog().id());
        }
        long reads = viewer.service().eventCounters().pastReadCount();
        assertTrue(reads > 1, "slice by slice");
        try (SseClient client = hear("/events", "0@" + (count - 1))) {
            assertEquals("0@" + count, client.nextOfLog().id());
        }
        assertEquals(reads, viewer.service().eventCounters().pastReadCount(), "out of memory");
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
