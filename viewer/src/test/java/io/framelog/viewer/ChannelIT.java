package io.framelog.viewer;

import static io.framelog.viewer.testing.ChannelClient.at;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.ChannelClient.Ending;
import io.framelog.viewer.testing.ChannelClient.Shot;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.Recording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The channel of windows, with frames and events of a real Kafka. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class ChannelIT {
    private static final int WINDOWS = 200;

    private final EventScene scene;
    private final RunningViewer viewer;
    private final Producer frames;
    private final EventWriter events;
    private final FilmedStream front;

    ChannelIT(TestKafka kafka) throws Exception {
        scene = new EventScene(kafka);
        viewer = scene.viewer();
        frames = scene.frames();
        events = scene.events();
        front = new FilmedStream(kafka);
    }

    @AfterEach
    void losesNoMemory() {
        front.close();
        scene.close();
    }

    @Test
    void showsLiveFramesOfSeveralStreamsWithTheirPlaces() throws Exception {
        frames.send("gate", Images.jpeg(32, 32));
        frames.send("yard", Images.jpeg(32, 32));
        viewer.awaitStream("gate", "state", "live");
        viewer.awaitStream("yard", "state", "live");
        try (ChannelClient window = viewer.window()) {
            window.say("{'watch':[{'id':1,'stream':'gate'},{'id':2,'stream':'yard'}]}");
            Await.until("both are shown as they were found", () -> window.waiting() == 2);
            window.shot();
            window.shot();
            Map<Integer, Long> handled = new HashMap<>(Map.of(1, 1L, 2, 1L));
            for (int number = 0; number < 20; number++) {
                int id = 1 + number % 2;
                byte[] image = Images.jpegOfLength(50_000 + number, number);
                RecordMetadata place = frames.send(id == 1 ? "gate" : "yard", image);
                Shot shot = window.shot();
                assertEquals(id, shot.id());
                assertEquals(new Position(place.partition(), place.offset()), shot.position());
                assertEquals(place.timestamp(), shot.capturedMicros() / 1000);
                assertArrayEquals(image, shot.image());
                handled.merge(id, 1L, Long::sum);
                window.say("{'shown':[[1," + handled.get(1) + "],[2," + handled.get(2) + "]]}");
            }
            assertEquals(2, viewer.count("connections"));
            window.say("{'watch':[{'id':9,'stream':'a%2Fb'}]}");
            assertEquals(
                    "there is no stream 'a%2Fb'; known streams: gate, yard",
                    at(window.next("problem"), "problem", "detail"));
            window.say("{'list':true}");
            assertEquals(viewer.json("/streams").keySet(), ((Map<?, ?>) at(window.next("list"), "list")).keySet());
        }
        Await.until("no window is left", () -> viewer.count("channel_windows") == 0);
        assertEquals(0, viewer.count("channel_pictures"));
    }

    @Test
    void replaysFromAMomentAndAPositionAndSaysWhenItIsOver() throws Exception {
        List<RecordMetadata> places = front.record(0, 100);
        front.viewer().awaitStream("front", "name", "front");
        try (ChannelClient window = front.viewer().window()) {
            window.say("{'watch':[{'id':1,'stream':'front','from':'" + front.millis(50) + "','speed':-2}]}");
            List<Integer> backwards = new ArrayList<>();
            do {
                backwards.addAll(numbers(window, 1, 1));
            } while (backwards.get(backwards.size() - 1) > 0);
            assertEquals(50, backwards.get(0));
            assertEquals(1, at(window.next("end"), "end", "id"));
            Await.until("its slot is free", () -> front.replays() == 0);

            String fortieth = FilmedStream.PARTITION + "@" + places.get(5 * 40).offset();
            window.say("{'watch':[{'id':2,'stream':'front','from':'" + fortieth + "','speed':0}]}");
            assertEquals(List.of(40), numbers(window, 2, 1));
            assertEquals(2, at(window.next("end"), "end", "id"));

            window.say("{'watch':[{'id':3,'stream':'front','from':'" + fortieth + "'}]}");
            assertEquals(40, numbers(window, 3, 10).get(0));
            window.say("{'watch':[]}"); // a pause
            Await.until("its slot is free", () -> front.replays() == 0);
            while (window.waiting() > 0) {
                window.shot();
            }
            String fiftieth = FilmedStream.PARTITION + "@" + places.get(5 * 50).offset();
            window.say("{'watch':[{'id':4,'stream':'front','from':'" + fiftieth + "'}]}");
            assertEquals(50, numbers(window, 4, 10).get(0));
        }
        Await.until("all slots are free", () -> front.replays() == 0);
    }

    @Test
    void aReplayBecomesLiveWithoutLossOrRepetition() throws Exception {
        front.record(0, 50);
        front.viewer().awaitStream("front", "name", "front");
        AtomicBoolean stop = new AtomicBoolean();
        Thread camera = new Thread(() -> front.film(50, stop));
        try (ChannelClient window = front.viewer().window()) {
            camera.start();
            window.say("{'watch':[{'id':1,'stream':'front','from':'" + front.millis(20) + "','speed':4}]}");
            List<Integer> numbers = numbers(window, 1, 150);
            Await.until("it is live", () -> {
                numbers.addAll(numbers(window, 1, 1));
                return front.replays() == 0;
            });
            numbers.addAll(numbers(window, 1, 20));
            for (int i = 1; i < numbers.size(); i++) {
                assertTrue(numbers.get(i) > numbers.get(i - 1), numbers::toString);
            }
            assertEquals(20, numbers.get(0));
        } finally {
            stop.set(true);
            camera.join();
        }
    }

    @Test
    void saysWhyAReplayCannotBeShown() throws Exception {
        front.record(0, 10);
        front.viewer().awaitStream("front", "name", "front");
        try (ChannelClient window = front.viewer().window()) {
            window.say("{'watch':[{'id':1,'stream':'front','from':'yesterday'}]}");
            assertEquals(400, at(window.next("problem"), "problem", "status"));
            window.say("{'watch':[{'id':2,'stream':'front','from':'-1m','speed':20}]}");
            assertEquals(400, at(window.next("problem"), "problem", "status"));
            window.say("{'watch':[{'id':3,'stream':'front','from':'" + (front.millis(0) - 60_000) + "','speed':-1}]}");
            assertEquals("the log has no frame of 'front' there", at(window.next("problem"), "problem", "detail"));
            window.say("{'watch':[{'id':4,'stream':'front','from':'2020-01-01T00:00:00Z'}]}");
            Map<String, Object> note = window.next("note");
            assertEquals(4, note.get("id"));
            assertTrue(String.valueOf(note.get("note")).startsWith("the log begins later than requested"));
        }
        Await.until("all slots are free", () -> front.replays() == 0);
    }

    @Test
    void aWindowThatReportsNothingGetsTheNewestLater() throws Exception {
        frames.send("gate", Images.jpegOfLength(5_000, 0));
        viewer.awaitStream("gate", "state", "live");
        try (ChannelClient window = viewer.window()) {
            window.say("{'watch':[{'id':1,'stream':'gate'}]}");
            window.shot();
            for (int number = 1; number < 50; number++) {
                frames.send("gate", Images.jpegOfLength(5_000, number));
            }
            Await.until("some were skipped", () -> viewer.count("channel_skipped_unreported_total") >= 20);
            window.say("{'shown':[[1,50]]}");
            byte[] image;
            do {
                image = window.shot().image();
            } while (image[image.length - 1] != 49);
            assertTrue(window.taken() <= 30, "not those that were skipped, but " + window.taken());
        }
    }

    @Test
    void tellsEventsAndResumesAfterTheLastOne() throws Exception {
        events.createTopic(1);
        events.write("yard", 0);
        Object id;
        try (ChannelClient window = viewer.window()) {
            window.say("{'events':true}");
            assertEquals("0@0", window.next("id").get("id"), "the place before the first one");
            events.write("yard", 1);
            Map<String, Object> told = window.next("event");
            assertEquals("1", at(told, "event", "id"));
            id = at(told, "id");
            assertEquals("0@1", id);
        }
        events.writeMany("yard", 2_000);
        try (ChannelClient window = viewer.window()) {
            window.say("{'events':{'after':'" + id + "'}}");
            for (int number = 0; number < 2_000; number++) {
                assertEquals(Integer.toString(number), at(window.next("event"), "event", "id"));
            }
            window.say("{'events':{'after':'nonsense'}}");
            assertEquals(400, at(window.next("problem"), "problem", "status"));
        }
        Await.until("no client of events is left", () -> viewer.count("events_clients") == 0);
    }

    @Test
    void serves200WindowsAndClosesThemWhenItEnds() throws Exception {
        frames.send("gate", Images.jpegOfLength(20_000, 0));
        viewer.awaitStream("gate", "state", "live");
        List<ChannelClient> windows = new ArrayList<>();
        try {
            for (int i = 0; i < WINDOWS; i++) {
                windows.add(viewer.window().say("{'watch':[{'id':1,'stream':'gate'}]}"));
            }
            for (ChannelClient window : windows) {
                window.shot();
            }
            for (int number = 1; number < 4; number++) {
                byte[] image = Images.jpegOfLength(20_000, number);
                frames.send("gate", image);
                for (ChannelClient window : windows) {
                    assertArrayEquals(image, window.shot().image());
                }
            }
            viewer.service().close();
            for (ChannelClient window : windows) {
                assertEquals(new Ending(1001, "the viewer ends"), window.ending());
            }
            assertEquals(WINDOWS, viewer.count("channel_closed_total{reason=\"shutdown\"}"));
        } finally {
            windows.forEach(ChannelClient::close);
        }
    }

    /** The numbers of the next frames. Every fourth frame that comes reports all; a replay may leave numbers out. */
    private static List<Integer> numbers(ChannelClient window, int id, int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Shot shot = window.shot();
            assertEquals(id, shot.id());
            numbers.add(Recording.number(shot.image()));
            if (window.taken() % 4 == 0) {
                window.say("{'shown':[[" + id + "," + Long.MAX_VALUE + "]]}");
            }
        }
        return numbers;
    }
}
