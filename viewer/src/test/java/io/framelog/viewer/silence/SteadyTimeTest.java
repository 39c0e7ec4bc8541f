package io.framelog.viewer.silence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyTimeTest {
    private final SteadyTime steady = new SteadyTime(0);

    @Test
    void growsWhileKafkaAnswers() {
        assertEquals(1, look(true, 1));
        assertEquals(2, look(true, 2));
    }

    @Test
    void beginsAnewWhenKafkaIsBack() {
        assertEquals(1, look(true, 1));
        assertEquals(0, look(false, 2));
        assertEquals(0, look(false, 3));
        assertEquals(1, look(true, 4));
    }

    @Test
    void beginsAnewAfterThisProcessWasStopped() {
        assertEquals(1, look(true, 1));
        assertEquals(0, look(true, 60));
        assertEquals(1, look(true, 61));
    }

    private long look(boolean kafkaAnswers, long seconds) {
        Duration since = steady.look(kafkaAnswers, TimeUnit.SECONDS.toNanos(seconds));
        return since.toSeconds();
    }
}
