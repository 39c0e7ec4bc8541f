package io.framelog.viewer.channel;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MessageRateTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final MessageRate rate = new MessageRate(0);

    @Test
    void allowsABurstButNotForLong() {
        for (int i = 0; i < 200; i++) {
            assertTrue(rate.allows(0));
        }
        assertFalse(rate.allows(SECOND / 100));
        assertTrue(rate.allows(SECOND), "the average falls");
    }

    @Test
    void allowsTwentyASecondForEver() {
        for (long i = 0; i < 100_000; i++) {
            assertTrue(rate.allows(i * SECOND / 20));
        }
        assertTrue(rate.allows(Long.MAX_VALUE), "and more after a pause");
    }
}
