package io.framelog.viewer.motion;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MotionBoardTest {
    private static final StreamName FRONT = new StreamName("front");
    private static final Instant TIME = Instant.parse("2026-11-29T08:00:00Z");

    private final MotionBoard board = new MotionBoard();

    private static StreamEvent event(EventType type, StreamName stream, String id, Map<String, Object> data) {
        return new StreamEvent(id, type, TIME, stream, "", "", "", Optional.empty(), data);
    }

    private void began(String event) {
        began(FRONT, event);
    }

    private void began(StreamName stream, String event) {
        board.note(event(EventType.MOTION, stream, event + "-began", Map.of("phase", "began", "event", event)));
    }

    private void ended(String event) {
        board.note(event(EventType.MOTION, FRONT, event + "-ended", Map.of("phase", "ended", "event", event)));
    }

    private boolean isMoving(Duration later) {
        return board.isMoving(FRONT, TIME.plus(later));
    }

    @Test
    void somethingMovesUntilTheLastEventIsOver() {
        assertFalse(isMoving(Duration.ZERO));

        began("motion-0-1");
        began("motion-1-1");
        ended("motion-0-1");
        assertTrue(isMoving(Duration.ofSeconds(5)));
        assertFalse(board.isMoving(new StreamName("back"), TIME));

        ended("motion-1-1");
        assertFalse(isMoving(Duration.ofSeconds(5)));
    }

    @Test
    void anEventWhoseEndNeverComesIsOverSomeTime() {
        began("motion-0-1");

        assertTrue(isMoving(Duration.ofMinutes(10)));
        assertFalse(isMoving(Duration.ofMinutes(12)));
    }

    @Test
    void eventsOfOtherProgramsNeedNoName() {
        board.note(event(EventType.MOTION, FRONT, "7-began", Map.of("phase", "began")));
        assertTrue(isMoving(Duration.ZERO));

        board.note(event(EventType.MOTION, FRONT, "7-ended", Map.of("phase", "ended")));
        assertFalse(isMoving(Duration.ZERO));
    }

    @Test
    void otherTypesAreNoMotion() {
        board.note(event(EventType.SCENE, FRONT, "1", Map.of("phase", "began", "event", "scene-0-1")));

        assertFalse(isMoving(Duration.ZERO));
    }

    @Test
    void forgetsTheOldestBeyondItsLimits() {
        began("motion-0-0");
        for (int i = 0; i < MotionBoard.MAX_EVENTS; i++) {
            began("motion-0-" + (i + 1));
        }
        for (int i = 0; i < MotionBoard.MAX_EVENTS; i++) {
            ended("motion-0-" + (i + 1));
        }
        assertFalse(isMoving(Duration.ZERO), "the first was forgotten");

        began("motion-0-0");
        for (int i = 0; i < MotionBoard.MAX_STREAMS; i++) {
            began(new StreamName("stream" + i), "motion-0-0");
        }
        assertFalse(isMoving(Duration.ZERO));
    }
}
