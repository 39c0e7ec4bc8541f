package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.SseClient;
import io.framelog.viewer.testing.SseClient.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Event clients that reconnect miss no event. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class EventResumeIT {
    private static final int CUTS = 100;

    private final EventScene scene;
    private final RunningViewer viewer;
    private final EventWriter events;

    EventResumeIT(TestKafka kafka) throws Exception {
        scene = new EventScene(kafka);
        viewer = scene.viewer();
        events = scene.events();
    }

    @AfterEach
    void end() {
        scene.close();
    }

    @Test
    void goesOnAtAnotherViewerAndAfterARestart() throws Exception {
        events.createTopic(1);
        String id;
        try (SseClient client = scene.hear("/events").awaitPlace()) {
            events.write("yard", 0);
            client.nextOfLog();
            id = client.lastId();
        }
        events.write("yard", 1);
        try (RunningViewer other = new RunningViewer(scene.bootstrapServer(), scene.topic())) {
            try (SseClient client = SseClient.open(other.port(), "/events?since=earliest", id)) {
                assertEquals("0@1", client.nextOfLog().id(), "the id takes precedence over the query");
                events.write("yard", 2);
                assertEquals("0@2", client.nextOfLog().id());
                other.service().close();
                client.awaitEnd();
                id = client.lastId();
            }
        }
        events.write("yard", 3);
        try (RunningViewer again = new RunningViewer(scene.bootstrapServer(), scene.topic());
                SseClient client = SseClient.open(again.port(), "/events?lastEventId=" + id, null)) {
            assertEquals("0@3", client.nextOfLog().id());
        }
    }

    @Test
    void clientThatWasCutOffBeforeItsFirstEventMissesNone() throws Exception {
        String id;
        try (SseClient client = scene.hear("/events").awaitPlace()) {
            id = client.lastId();
            assertEquals("-", id, "there is no topic yet");
        }
        events.createTopic(2);
        events.write("yard", 0);
        try (SseClient client = scene.hear("/events", id)) {
            assertEquals("lost", client.nextOfLog().type());
        }
    }

    @Test
    void cutAndResumedAHundredTimesEachEventComesOnceAndInOrder() throws Exception {
        events.createTopic(3);
        int count = 3_000;
        List<String> names = List.of("yard", "gate", "door", "hall");
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (RunningViewer other = new RunningViewer(scene.bootstrapServer(), scene.topic())) {
            List<RunningViewer> viewers = List.of(viewer, other);
            String id;
            try (SseClient client = scene.hear("/events").awaitPlace()) {
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
                assertEquals(count, number(client.nextOfLog()), "no other event in between");
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
    void recordThatIsNoEventHoldsNobodyUp() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        events.writeRaw("yard", "null");
        events.write("yard", 1);
        try (SseClient client = scene.hear("/events?since=1950-01-01T00:00:00Z")) {
            assertEquals("0@0", client.nextOfLog().id(), "a past event, since before the epoch");
            assertEquals("0@2", client.nextOfLog().id());
            events.writeRaw("yard", "null");
            events.write("yard", 2);
            assertEquals("0@4", client.nextOfLog().id(), "a new event");
        }
    }

    @Test
    void tellsOfAGapWhereTheLogNoLongerHasWhatCameNext() throws Exception {
        events.createTopic(1);
        for (int number = 0; number < 10; number++) {
            events.write("yard", number);
        }
        events.deleteBefore(6);
        try (SseClient client = scene.hear("/events", "0@2")) {
            Event gap = client.nextOfLog();
            assertEquals("gap", gap.type());
            assertTrue(gap.data().contains("3 records of partition 0 have left the log"), gap.data());
            assertEquals("0@6", client.nextOfLog().id());
        }
        try (SseClient client = scene.hear("/events", "0@5")) {
            assertEquals("0@6", client.nextOfLog().id(), "nothing is missing");
        }
    }

    @Test
    void idOfALogThatIsNoMoreIsAGapAndTheNewLogIsToldFromItsBeginning() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = scene.hear("/events", "0@41")) {
            assertEquals("gap", client.nextOfLog().type());
            assertEquals("0@0", client.nextOfLog().id());
        }
    }

    @Test
    void topicThatIsMadeAnewIsToldFromItsBeginning() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        try (SseClient client = scene.hear("/events").awaitPlace()) {
            for (int number = 1; number < 10; number++) {
                events.write("yard", number);
                assertEquals(number, number(client.nextOfLog()));
            }
            events.deleteTopic();
            try (EventWriter anew = new EventWriter(scene.bootstrapServer(), scene.topic())) {
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
    void clientFurtherBackThanMemoryIsGivenThePastFromTheLog() throws Exception {
        events.createTopic(1);
        int count = 10_000;
        events.writeMany("yard", count);
        try (SseClient first = scene.hear("/events").awaitPlace();
                SseClient client = scene.hear("/events", "0@9")) {
            for (int number = 10; number < count; number++) {
                assertEquals("0@" + number, client.nextOfLog().id());
            }
            events.write("yard", count);
            assertEquals("0@" + count, client.nextOfLog().id());
            assertEquals("0@" + count, first.nextOfLog().id());
        }
        long reads = viewer.count("events_past_reads_total");
        assertTrue(reads > 1, "read in slices");
        try (SseClient client = scene.hear("/events", "0@" + (count - 1))) {
            assertEquals("0@" + count, client.nextOfLog().id());
        }
        assertEquals(reads, viewer.count("events_past_reads_total"), "from memory, without reading the log");
    }
}
