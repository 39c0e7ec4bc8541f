package io.framelog.viewer.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import io.framelog.viewer.catalog.LastStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SilencesTest {
    private static final StreamName FRONT = new StreamName("front");
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final Silences silences = new Silences();

    @Test
    void tellsOfAPublisherThatFellSilentWithItsLastSignOfLife() {
        assertEquals(List.of(), find(status(State.LIVE, "run", 0, 2.9)));
        StreamEvent lost = find(status(State.LIVE, "run", 0, 3.5)).get(0);
        assertEquals(EventType.LOST, lost.type());
        assertEquals(FRONT, lost.stream());
        assertEquals(NOW.minusMillis(3500), lost.time());
        assertEquals("run-lost-0", lost.id());
        assertEquals("its publisher went silent", lost.reason());
        assertEquals(Optional.of(new Position(1, 7)), lost.newest());
        assertEquals(Map.of("publisher", "host/1"), lost.more());
    }

    @Test
    void tellsItAgainUntilItIsInKafka() {
        LastStatus silent = status(State.LIVE, "run", 0, 4);
        assertEquals(1, find(silent).size());
        StreamEvent lost = find(silent).get(0);
        silences.told(lost, Map.of(FRONT, silent));
        assertEquals(List.of(), find(silent));
    }

    @Test
    void tellsThatTheSamePublisherIsHeardAgain() {
        tell(status(State.LIVE, "run", 0, 4));
        StreamEvent back = find(status(State.LIVE, "run", 20_000, 0.1)).get(0);
        assertEquals(EventType.RECOVERED, back.type());
        assertEquals("run-recovered-0", back.id());
        tell(status(State.LIVE, "run", 20_000, 0.1));
        assertEquals(List.of(), find(status(State.LIVE, "run", 21_000, 0.1)));
        assertNotEquals(
                "run-lost-0", find(status(State.LIVE, "run", 21_000, 9)).get(0).id());
    }

    @Test
    void leavesItToTheNextRunToTellOfItself() {
        tell(status(State.LIVE, "run", 0, 4));
        assertEquals(List.of(), find(status(State.LIVE, "next", 20_000, 0.1)));
        assertEquals(
                "next-lost-20000",
                find(status(State.LIVE, "next", 20_000, 9)).get(0).id());
    }

    @Test
    void saysNothingOfPublishersThatHaveSpokenLast() {
        assertEquals(List.of(), find(status(State.ENDED, "run", 0, 9)));
        assertEquals(List.of(), find(status(State.LOST, "run", 0, 9)));
        tell(status(State.LIVE, "run", 0, 4));
        assertEquals(List.of(), find(status(State.ENDED, "run", 20_000, 0.1)));
    }

    @Test
    void saysNothingOfFormerTimes() {
        assertEquals(List.of(), find(status(State.LIVE, "run", 0, 3600)));
    }

    @Test
    void tellsOfAThousandStreamsAtMost() {
        Map<StreamName, LastStatus> many = new HashMap<>();
        for (int i = 0; i < 1100; i++) {
            many.put(new StreamName("camera" + i), status(State.LIVE, "run", 0, 4));
        }
        List<StreamEvent> first = silences.find(many, NOW);
        assertEquals(1000, first.size());
        first.forEach(event -> silences.told(event, many));
        assertEquals(List.of(), silences.find(many, NOW));
    }

    private void tell(LastStatus last) {
        find(last).forEach(event -> silences.told(event, Map.of(FRONT, last)));
    }

    private List<StreamEvent> find(LastStatus last) {
        return silences.find(Map.of(FRONT, last), NOW);
    }

    private static LastStatus status(State state, String run, long heartbeatMillis, double secondsAgo) {
        StreamStatus status = new StreamStatus(
                state,
                "",
                Optional.empty(),
                30,
                "test pattern",
                "host/1",
                run,
                Instant.ofEpochMilli(heartbeatMillis),
                Optional.of(new Position(1, 7)));
        return new LastStatus(status, Duration.ofMillis((long) (secondsAgo * 1000)));
    }
}
