package io.framelog.viewer.receiving;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class ReceiverRulesTest {
    private static final StreamName CAMERA = new StreamName("camera");
    private static final TopicPartition PARTITION = new TopicPartition("video-stream", 0);

    private final FrameOrder order = new FrameOrder();
    private final Lag lag = new Lag();

    @Test
    void aFrameFromTheFutureInAnotherPartitionBlocksNothing() {
        long second = 1_000_000;
        assertTrue(order.admit(CAMERA, 0, second, 0));
        assertFalse(order.admit(CAMERA, 1, 315_360_000 * second, 1));
        assertTrue(order.admit(CAMERA, 0, 2 * second, 1000 * second));
        assertTrue(order.admit(CAMERA, 1, 3 * second, 1000 * second));
    }

    @Test
    void leavesOutAFrameOfAnotherPartitionThatIsOlderThanTheLast() {
        assertTrue(order.admit(CAMERA, 0, 1000, 0));
        assertFalse(order.admit(CAMERA, 1, 999, 0));
        assertTrue(order.admit(CAMERA, 1, 1000, 0));
        assertTrue(order.admit(new StreamName("other"), 1, 5, 0));
    }

    @Test
    void trustsTheOrderWithinAPartition() {
        assertTrue(order.admit(CAMERA, 0, 1000, 0));
        assertTrue(order.admit(CAMERA, 0, 5, 0));
    }

    @Test
    void aFrameFromTheFutureHoldsNothingUpForLong() {
        assertTrue(order.admit(CAMERA, 0, Long.MAX_VALUE, 0));
        assertFalse(order.admit(CAMERA, 1, 1000, 1));
        assertTrue(order.admit(CAMERA, 1, 1000, FrameOrder.MEMORY.toNanos()));
    }

    @Test
    void forgetsWhatNobodyWatches() {
        assertTrue(order.admit(CAMERA, 0, 1000, 0));
        order.keep(Set.of());
        assertTrue(order.admit(CAMERA, 1, 1, 0));
    }

    @Test
    void givesUpABacklogThatDoesNotShrinkInTime() {
        long limit = Lag.LIMIT.toNanos();
        assertFalse(lag.isTooLong(PARTITION, 100, 0));
        assertFalse(lag.isTooLong(PARTITION, 100, limit - 1));
        assertTrue(lag.isTooLong(PARTITION, 100, limit));
        assertFalse(lag.isTooLong(PARTITION, 100, limit + 1), "the time starts again");
    }

    @Test
    void aBacklogThatWasReadIsForgotten() {
        long limit = Lag.LIMIT.toNanos();
        assertFalse(lag.isTooLong(PARTITION, 100, 0));
        assertFalse(lag.isTooLong(PARTITION, 0, limit - 1));
        assertFalse(lag.isTooLong(PARTITION, 100, limit));
    }
}
