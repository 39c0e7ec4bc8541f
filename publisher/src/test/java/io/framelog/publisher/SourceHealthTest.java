package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SourceHealthTest {
    private final List<String> told = new ArrayList<>();
    private long now;
    private final SourceHealth health = new SourceHealth(
            new SourceHealth.Listener() {
                @Override
                public void lost(String reason) {
                    told.add("lost: " + reason);
                }

                @Override
                public void stillLost(String reason) {
                    told.add("still lost: " + reason);
                }

                @Override
                public void back(long seconds) {
                    told.add("back after " + seconds);
                }
            },
            () -> now);

    @Test
    void sourceIsBackWithItsFirstFrameAndNotWhenItIsOpened() {
        run(20);
        health.failed("unplugged");
        pass(Duration.ofSeconds(3));
        assertEquals(List.of("lost: unplugged"), told);
        health.frame();
        assertEquals(List.of("lost: unplugged", "back after 3"), told);
    }

    @Test
    void onlyARunOfFramesIsGood() {
        health.frame();
        assertFalse(health.isGood());
        run(11);
        assertTrue(health.isGood());
        health.failed("unplugged");
        health.frame();
        assertFalse(health.isGood());
    }

    @Test
    void slowCameraIsGoodWithItsSecondFrame() {
        health.frame();
        pass(Duration.ofSeconds(20));
        health.frame();
        assertTrue(health.isGood());
    }

    @Test
    void sourceThatComesAndGoesDoesNotFlood() {
        for (int i = 0; i < 1000; i++) { // four times a second
            health.frame();
            health.failed("ended");
            pass(Duration.ofMillis(250));
        }
        long pairs = told.stream().filter(line -> line.startsWith("back")).count();
        assertTrue(pairs <= 3 * (1 + 250 / 60), pairs + " in 250 s");
        told.clear();
        run(11);
        assertTrue(told.size() == 1 && told.get(0).startsWith("back"), told.toString());
    }

    @Test
    void eachReasonIsToldOnceWhileTheSourceIsLost() {
        run(20);
        for (int i = 0; i < 100; i++) {
            health.failed("unplugged");
            health.failed("status 503");
        }
        assertEquals(List.of("lost: unplugged", "still lost: status 503"), told);
        for (int i = 0; i < 100; i++) {
            health.failed("port " + i);
        }
        assertEquals(SourceHealth.MAX_REASONS, told.size());
    }

    private void run(int seconds) {
        for (int i = 0; i <= 10 * seconds; i++) {
            health.frame();
            pass(Duration.ofMillis(100));
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
