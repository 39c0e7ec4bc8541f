package io.framelog.publisher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private long now;
    private final Patience patience = Patience.adapting(() -> now);

    @Test
    void unknownSourceMayBeSilentForLong() {
        assertEquals(Patience.LONGEST, patience.limit());
        hear(Duration.ofMillis(33), 30);
        assertEquals(Patience.LONGEST, patience.limit());
    }

    @Test
    void videoThatStopsIsLostSoon() {
        hear(Duration.ofMillis(33), 400);
        assertEquals(Patience.SHORTEST, patience.limit());
    }

    @Test
    void slowCameraMayBeSilentForThreeOfItsPauses() {
        hear(Duration.ofSeconds(20), 3);
        assertEquals(Duration.ofSeconds(60), patience.limit());
        hear(Duration.ofMillis(1), 1000);
        assertEquals(Duration.ofSeconds(60), patience.limit());
        hear(Duration.ofSeconds(60), 2);
        assertEquals(Patience.LONGEST, patience.limit());
    }

    @Test
    void timeInWhichTheSourceWasAwayDoesNotCount() {
        hear(Duration.ofMillis(33), 400);
        now += Duration.ofMinutes(5).toNanos();
        patience.begin();
        hear(Duration.ofMillis(33), 2);
        assertEquals(Patience.SHORTEST, patience.limit());
    }

    @Test
    void limitThatTheUserSetStays() {
        Patience fixed = Patience.of(Duration.ofSeconds(3));
        fixed.heard();
        assertEquals(Duration.ofSeconds(3), fixed.limit());
    }

    private void hear(Duration pause, int times) {
        patience.heard();
        for (int i = 0; i < times; i++) {
            now += pause.toNanos();
            patience.heard();
        }
    }
}
