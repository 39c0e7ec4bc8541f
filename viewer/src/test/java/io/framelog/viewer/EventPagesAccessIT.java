package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Past events of a viewer with users: everybody sees the events of their streams and their time. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class EventPagesAccessIT {
    private static final List<String> STREAMS = List.of("yard", "gate");

    private final Instant begin = Instant.now().minusSeconds(1000).truncatedTo(ChronoUnit.MILLIS);
    private final Producer frames;
    private final EventWriter events;
    private final RunningViewer viewer;

    EventPagesAccessIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        String hash = CheapHash.of("correct horse");
        users.put(new User("anna", hash, Role.VIEW, Optional.empty()));
        users.put(new User("ben", hash, Role.VIEW, Optional.of(Set.of(new StreamName("yard")))));
        String topic = kafka.uniqueName("cameras");
        frames = new Producer(kafka.bootstrapServer(), topic);
        frames.createTopic(2);
        events = new EventWriter(kafka.bootstrapServer(), topic);
        events.createTopic(2);
        viewer = new RunningViewer(
                kafka.bootstrapServer(), topic, RunningViewer.accessOf(users.path()), RunningViewer.CLIPS);
        for (String stream : STREAMS) {
            frames.send(stream, Images.jpeg(64, 48));
        }
        // Events 0, 2, 4 and so on are of the yard, the others of the gate.
        for (int number = 0; number < 20; number++) {
            events.write(STREAMS.get(number % 2), number, time(number));
        }
        for (String stream : STREAMS) {
            Await.until(
                    stream + " is known",
                    () -> ofUser("anna", "/streams/" + stream + ".jpg").statusCode() == 200);
        }
    }

    @AfterEach
    void close() {
        viewer.close();
        events.close();
        frames.close();
    }

    @Test
    void userSeesTheEventsOfTheirStreamsOnly() throws Exception {
        assertEquals(20, ids(ofUser("anna", "/events.json")).size());
        List<String> ofYard = List.of("18", "16", "14", "12", "10", "8", "6", "4", "2", "0");
        assertEquals(ofYard, ids(ofUser("ben", "/events.json")));
        assertEquals(ofYard, ids(ofUser("ben", "/streams/yard/events.json")));
        assertEquals(ofYard, ids(ofUser("ben", "/events.json?streams=yard,gate")));
        assertEquals(List.of(), ids(ofUser("ben", "/events.json?streams=gate")));
        assertEquals(404, ofUser("ben", "/streams/gate/events.json").statusCode());
        assertEquals(401, viewer.get("/events.json").statusCode());
    }

    @Test
    void linkToARangeShowsTheEventsInIt() throws Exception {
        events.writeAll(List.of(
                motion("began before", time(3).plusSeconds(1), time(3)),
                motion("within", time(5).plusSeconds(1), time(4))));
        String link = link("from=" + time(4) + "&to=" + time(8));
        List<String> inRange = List.of("within", "8", "6", "4");
        assertEquals(inRange, sorted(ids(viewer.get("/events.json?" + link))));
        assertEquals(inRange, sorted(ids(viewer.get("/streams/yard/events.json?" + link))));
        assertEquals(List.of("6", "4"), ids(viewer.get("/events.json?types=lost&before=" + time(8) + "&" + link)));
        assertEquals(List.of("8", "6"), ids(viewer.get("/events.json?types=lost&from=" + time(5) + "&" + link)));
        assertEquals(
                inRange,
                sorted(ids(viewer.get("/events.json?before=0@1000,1@1000&" + link))),
                "a place is no way around");
        assertEquals(
                403, viewer.get("/events.json?from=" + time(3) + "&" + link).statusCode());
        assertEquals(
                403, viewer.get("/events.json?before=" + time(9) + "&" + link).statusCode());
        assertEquals(403, viewer.get("/events.json?before=now&" + link).statusCode());
        assertEquals(404, viewer.get("/streams/gate/events.json?" + link).statusCode());
    }

    @Test
    void linkToAStreamShowsItsEvents() throws Exception {
        assertEquals(10, ids(viewer.get("/events.json?" + link("for=1h"))).size());
    }

    /** Events that were written late are where they were written; for this test their place does not matter. */
    private static List<String> sorted(List<String> ids) {
        return ids.stream().sorted((one, other) -> other.compareTo(one)).toList();
    }

    private String link(String query) throws Exception {
        HttpResponse<String> made = viewer.post("/streams/yard/share?" + query, "anna");
        String link = String.valueOf(JSON.std.mapFrom(made.body()).get("link"));
        return "share=" + link.substring(link.indexOf('=') + 1);
    }

    private static StreamEvent motion(String id, Instant time, Instant from) {
        return new StreamEvent(
                id,
                EventType.MOTION,
                time,
                new StreamName("yard"),
                "",
                "",
                "",
                Optional.empty(),
                Map.of("from", from.toString()));
    }

    private Instant time(int number) {
        return begin.plusSeconds(10L * number);
    }

    private HttpResponse<byte[]> ofUser(String name, String path) throws Exception {
        String credentials = Base64.getEncoder().encodeToString((name + ":correct horse").getBytes(UTF_8));
        return viewer.get(path, "Authorization", "Basic " + credentials);
    }

    private static List<String> ids(HttpResponse<byte[]> answer) throws Exception {
        assertEquals(200, answer.statusCode(), new String(answer.body(), UTF_8));
        return ((List<?>) JSON.std.mapFrom(answer.body()).getOrDefault("events", List.of()))
                .stream()
                        .map(event -> String.valueOf(((Map<?, ?>) event).get("id")))
                        .toList();
    }
}
