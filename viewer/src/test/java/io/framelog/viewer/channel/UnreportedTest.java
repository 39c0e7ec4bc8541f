package io.framelog.viewer.channel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UnreportedTest {

    private final Unreported unreported = new Unreported();
    private long now;

    private void send(int frames, Duration interval) {
        for (int i = 0; i < frames; i++) {
            assertFalse(unreported.isFull(now), "after " + i);
            unreported.sent(now);
            now += interval.toNanos();
        }
    }

    @Test
    void letsSixFramesOfASlowStreamBeOnTheirWay() {
        send(6, Duration.ofSeconds(2));

        assertTrue(unreported.isFull(now));
    }

    @Test
    void letsTheFramesOfHalfASecondBeOnTheirWay() {
        send(10, Duration.ofMillis(50));

        assertTrue(unreported.isFull(now));
        assertFalse(unreported.isFull(now - 1));
    }

    @Test
    void letsNoMoreThanTwentyBeOnTheirWay() {
        send(20, Duration.ofMillis(1));

        assertTrue(unreported.isFull(now));
    }

    @Test
    void looksAtTheOldestThatWasNotReported() {
        send(10, Duration.ofMillis(50));
        unreported.reported(4);

        send(4, Duration.ofMillis(50));

        assertTrue(unreported.isFull(now));
    }

    @Test
    void takesNoReportOfWhatWasNotSent() {
        send(6, Duration.ofSeconds(1));
        unreported.reported(1000);

        send(6, Duration.ofSeconds(1));

        assertTrue(unreported.isFull(now));
    }

    @Test
    void ignoresAReportThatCameLate() {
        send(6, Duration.ofSeconds(1));
        unreported.reported(6);
        unreported.reported(1);

        send(6, Duration.ofSeconds(1));

        assertTrue(unreported.isFull(now));
    }

    @Test
    void goesOnForYears() {
        for (int second = 0; second < 100; second++) {
            send(20, Duration.ofMillis(1));
            unreported.reported(20L * (second + 1));
        }

        assertFalse(unreported.isFull(now));
    }
}
