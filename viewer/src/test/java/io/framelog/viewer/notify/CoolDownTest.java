package io.framelog.viewer.notify;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CoolDownTest {
    private static final Instant START = Instant.parse("2026-11-28T11:20:30Z");

    private final CoolDown coolDown =
            new CoolDown(new Choice(Set.of("motion", "lost", "recovered"), Set.of(), false, Duration.ofSeconds(60)));

    @Test
    void tellsOneEventOfAStreamAndTypeInAMinute() {
        assertTrue(tells("front", began("a", 0)));
        assertFalse(tells("front", began("b", 30)));
        assertTrue(tells("back", began("c", 30)), "another stream");
        assertTrue(tells("front", stream("lost", "d", 30)), "another type");
        assertTrue(tells("front", began("e", 60)));
    }

    @Test
    void tellsTheEndOfWhatItHasTold() {
        assertTrue(tells("front", began("a", 0)));
        assertTrue(tells("front", ended("a", 5)));
        assertFalse(tells("front", began("b", 20)));
        assertFalse(tells("front", ended("b", 25)));
    }

    @Test
    void tellsThatALostStreamIsBackIfItToldThatItWasLost() {
        assertTrue(tells("front", stream("lost", "a", 0)));
        assertTrue(tells("front", stream("recovered", "b", 20)));
        assertFalse(tells("front", stream("lost", "c", 40)));
        assertFalse(tells("front", stream("recovered", "d", 55)));
        assertTrue(tells("front", stream("lost", "e", 61)));
        assertTrue(tells("front", stream("recovered", "f", 75)), "nobody may believe that it is still lost");
    }

    @Test
    void givesAnEventThatIsReadAgainTheSameAnswer() {
        assertTrue(tells("front", began("a", 0)));
        assertFalse(tells("front", began("b", 30)));
        assertTrue(tells("front", began("c", 70)));
        assertTrue(tells("front", began("a", 0)));
        assertFalse(tells("front", began("b", 30)));
        assertTrue(tells("front", began("c", 70)));
        assertTrue(tells("front", began("c", 70)));
    }

    @Test
    void tellsAgainAfterAClockWasSetBack() {
        assertTrue(tells("front", began("a", 36_000)));
        assertTrue(tells("front", began("b", 0)));
    }

    @Test
    void tellsOnlyTheChosenTypes() {
        assertFalse(tells("front", stream("started", "a", 0)));
    }

    private boolean tells(String stream, String json) {
        return coolDown.tells(Notices.read(stream, json));
    }

    private static String began(String event, long second) {
        return Notices.motionBegan(event, START.plusSeconds(second));
    }

    private static String ended(String event, long second) {
        return Notices.motionEnded(event, START, START.plusSeconds(second));
    }

    private static String stream(String type, String id, long second) {
        return Notices.stream(id, type, START.plusSeconds(second));
    }
}
