package io.framelog.viewer.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When frames are due, in milliseconds after the first. */
class PlayoutClockTest {
    @Test
    void keepsTheFramesOwnPace() {
        assertEquals(List.of(0L, 33L, 70L, 100L), due(1, 0, 33, 70, 100));
    }

    @Test
    void goesFasterAndSlower() {
        assertEquals(List.of(0L, 20L, 40L), due(2, 0, 40, 80));
        assertEquals(List.of(0L, 400L, 800L), due(0.1, 0, 40, 80));
    }

    @Test
    void goesBackwards() {
        assertEquals(List.of(0L, 20L, 40L), due(-2, 1000, 960, 920));
    }

    @Test
    void isOverAGapAfterASecond() {
        assertEquals(List.of(0L, 40L, 80L, 1080L, 1120L, 1160L), due(1, 0, 40, 80, 60_080, 60_120, 60_160));
        assertEquals(List.of(0L, 40L, 80L, 1080L, 1120L), due(-1, 60_160, 60_120, 60_080, 80, 40));
    }

    @Test
    void isOverAGapAfterASecondAtAnySpeed() {
        assertEquals(List.of(0L, 10L, 20L, 1020L), due(4, 0, 40, 80, 60_080));
        assertEquals(List.of(0L, 400L, 800L, 1800L), due(0.1, 0, 40, 80, 60_080));
    }

    @Test
    void showsAShortBreakAsItWas() {
        assertEquals(List.of(0L, 40L, 80L, 980L), due(1, 0, 40, 80, 980));
        assertEquals(List.of(0L, 400L, 800L, 9800L), due(0.1, 0, 40, 80, 980));
    }

    @Test
    void takesASlowCamerasPaceForNoGap() {
        assertEquals(
                List.of(0L, 1000L, 2000L, 7000L, 12_000L, 17_000L), due(1, 0, 5_000, 10_000, 15_000, 20_000, 25_000));
    }

    @Test
    void goesOnWhereAClockWasSetBack() {
        assertEquals(List.of(0L, 40L, 40L, 80L), due(1, 10_000, 10_040, 5_000, 5_040));
    }

    /** Plays frames like a replay that is never late. */
    private static List<Long> due(double speed, long... capturedMillis) {
        PlayoutClock clock = new PlayoutClock(speed);
        List<Long> due = new ArrayList<>();
        long now = 7;
        for (long captured : capturedMillis) {
            long at = clock.due(captured * 1000, now);
            clock.shown(captured * 1000, at);
            now = at;
            due.add((at - 7) / 1_000_000);
        }
        return due;
    }
}
