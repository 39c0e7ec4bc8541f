package io.framelog.publisher.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FloodLimitTest {
    private static final long NOW = 1_790_000_000_000_000L;

    private final PublishStats stats = new PublishStats();
    private final FloodLimit limit = new FloodLimit(stats);

    @Test
    void passesWhatACameraDelivers() {
        assertEquals(1200, admitted(0, 8_334, 1200));
        assertEquals(0, stats.dropped());
    }

    @Test
    void dropsAndTellsWhatAFloodHasMore() {
        long admitted = admitted(0, 1000, 10_000);

        long expected = 11 * FloodLimit.FRAMES_PER_SECOND; // ten seconds, and one in advance
        assertTrue(Math.abs(admitted - expected) <= 2, admitted + " frames");
        assertEquals(10_000 - admitted, stats.dropped(DropReason.TOO_FAST));
        assertEquals(10_000 - admitted + " too fast", stats.dropsByReason());
    }

    @Test
    void passesTheFramesOfASecondThatComeAtOnce() {
        admitted(0, 33_333, 30);
        assertEquals(60, admitted(2_000_000, 10, 60));
        assertEquals(0, stats.dropped());
    }

    @Test
    void clockThatStepsBackDoesNotEndTheStream() {
        admitted(0, 33_333, 300);
        assertEquals(300, admitted(-3_600_000_000L, 33_333, 300));
    }

    @Test
    void passesTheFirstFramesOfASourceThatIsOpenedAgain() {
        admitted(0, 1000, 1000);
        limit.begin(33_333);
        assertEquals(30, admitted(1_000_000, 10, 30));
    }

    private long admitted(long begin, long interval, int count) {
        return LongStream.range(0, count)
                .filter(i -> limit.admits(NOW + begin + interval * i))
                .count();
    }
}
