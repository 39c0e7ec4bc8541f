package io.framelog.viewer.receiving;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ReceiverCountersTest {
    private final ReceiverCounters counters = new ReceiverCounters();

    @Test
    void wrongClocksDoNotSpoilTheTimesOfTheOthers() {
        counters.frame(100, 2_500);
        counters.frame(100, -1);
        counters.frame(100, -3_600_000_000L);
        counters.frame(100, 10_000_001);
        counters.frame(100, 1_700_000_000_000_000L);

        assertEquals(
                1, Arrays.stream(counters.captureToReceive().counts()).sum(), "that of the frame with a right time");
        assertEquals(0.0025, counters.captureToReceive().sum(), 1e-9);
        assertEquals(2, counters.aheadCount());
        assertEquals(2, counters.behindCount());
    }
}
