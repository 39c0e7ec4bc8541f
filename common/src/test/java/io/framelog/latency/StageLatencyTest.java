package io.framelog.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.latency.StageLatency.Figures;
import org.junit.jupiter.api.Test;

class StageLatencyTest {
    private final StageLatency latency = new StageLatency();

    @Test
    void tellsOfHalfOfThemOfNearlyAllAndOfTheLongest() {
        for (int millis = 1; millis <= 100; millis++) {
            latency.record(millis * 1000L);
        }

        Figures figures = latency.sinceLast();

        assertEquals(100, figures.frames());
        assertEquals(50, figures.p50(), 0.5);
        assertEquals(99, figures.p99(), 1);
        assertEquals(100, figures.max(), 1);
    }

    @Test
    void eachFrameIsInOneIntervalAndInTheWhole() {
        latency.record(1000);
        assertEquals(1, latency.sinceLast().frames());
        latency.record(3000);
        latency.record(5000);

        assertEquals(2, latency.sinceLast().frames());
        latency.record(7000);
        assertEquals(4, latency.sinceBeginning().frames());
        assertEquals(4, latency.sinceBeginning().frames());
        assertEquals("-", latency.sinceLast().toString(), "nothing since");
    }

    @Test
    void twoMachinesClocksMayDisagree() {
        latency.record(-5000);

        assertEquals(1, latency.sinceLast().frames());
    }
}
