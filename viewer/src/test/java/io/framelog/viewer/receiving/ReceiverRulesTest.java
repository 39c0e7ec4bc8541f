package io.framelog.viewer.receiving;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.receiving.ReceiverCounters.Skip;
import io.framelog.viewer.testing.Images;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReceiverRulesTest {
    private static final StreamName CAMERA = new StreamName("camera");
    private static final TopicPartition PARTITION = new TopicPartition("video-stream", 0);

    private final FrameOrder order = new FrameOrder();
    private final Lag lag = new Lag();
    private final ReceiverCounters counters = new ReceiverCounters();

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
        assertFalse(lag.isTooLong(PARTITION, 100, limit + 1), "the count begins anew");
    }

    @Test
    void aBacklogThatWasReadIsForgotten() {
        long limit = Lag.LIMIT.toNanos();
        assertFalse(lag.isTooLong(PARTITION, 100, 0));
        assertFalse(lag.isTooLong(PARTITION, 0, limit - 1));
        assertFalse(lag.isTooLong(PARTITION, 100, limit));
    }

    @Test
    void countsWhatIsNoFrame() {
        RecordFilter filter = new RecordFilter(1000, counters);

        assertNull(filter.read(record(null)));
        assertNull(filter.read(record(new byte[0])));
        assertNull(filter.read(record("not an image".getBytes(US_ASCII))));
        assertNull(filter.read(record(Images.jpegOfLength(1001, 0))));
        assertNotNull(filter.read(record(Images.jpegOfLength(1000, 0))));

        assertEquals(3, counters.skipped(Skip.NO_FRAME));
        assertEquals(1, counters.skipped(Skip.OVERSIZED));
    }

    private static ConsumerRecord<byte[], ByteBuffer> record(byte @Nullable [] value) {
        @SuppressWarnings("NullAway") // Kafka allows no value, and says so nowhere
        ByteBuffer buffer = value == null ? null : ByteBuffer.wrap(value);
        return new ConsumerRecord<>("video-stream", 0, 0, new byte[0], buffer);
    }
}
