package io.framelog.viewer.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class PartitionPastTest {
    private static final int BYTES = 100;

    @Test
    void readsEveryRecordOnceTheNewestFirst() {
        PartitionPast past = new PartitionPast(0, 3, 100, 10, 50, 1_000_000);
        List<Long> offsets = new ArrayList<>();
        while (!past.isOver()) {
            if (past.needsBlock()) {
                readBlock(past, offset -> true);
            }
            offsets.add(past.newest().offset());
            past.removeNewest();
        }
        assertEquals(97, offsets.size());
        for (int i = 0; i < offsets.size(); i++) {
            assertEquals(99 - i, offsets.get(i));
        }
    }

    @Test
    void blocksGrowWhileNothingIsFoundUpToALimit() {
        PartitionPast past = new PartitionPast(0, 0, 100_000, 10, 50, 1_000_000_000);
        assertEquals(new OffsetRange(99_990, 100_000), readBlock(past, offset -> false));
        assertEquals(new OffsetRange(99_970, 99_990), readBlock(past, offset -> false));
        for (int i = 0; i < 20; i++) {
            readBlock(past, offset -> false);
        }
        OffsetRange longest = readBlock(past, offset -> false);
        assertEquals(PartitionPast.MAX_BLOCK, longest.to() - longest.from());
    }

    @Test
    void blocksOfLargeRecordsAreShort() {
        PartitionPast past = new PartitionPast(0, 0, 1000, 10, 50, 5 * BYTES);
        readBlock(past, offset -> false);
        OffsetRange next = readBlock(past, offset -> false);
        assertEquals(5, next.to() - next.from());
    }

    @Test
    void oldestOfABlockWithTooMuchAreReadAgain() {
        PartitionPast past = new PartitionPast(0, 0, 100, 10, 50, 3 * BYTES);
        readBlock(past, offset -> true);
        for (long offset = 99; offset > 96; offset--) {
            assertFalse(past.needsBlock());
            assertEquals(offset, past.newest().offset());
            past.removeNewest();
        }
        assertTrue(past.needsBlock());
        assertEquals(97, past.place());
        assertEquals(97, past.beginBlock().to());
    }

    @Test
    void passesOverWhatIsNotWanted() {
        PartitionPast past = new PartitionPast(0, 0, 20, 20, 50, 1_000_000);
        readBlock(past, offset -> offset == 5);
        assertEquals(6, past.place());
        past.removeNewest();
        assertTrue(past.isOver());
    }

    private static OffsetRange readBlock(PartitionPast past, LongPredicate wanted) {
        OffsetRange block = past.beginBlock();
        for (long offset = block.from(); offset < block.to() + 5; offset++) { // some more come along
            ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>(
                    "events",
                    0,
                    offset,
                    0,
                    org.apache.kafka.common.record.TimestampType.CREATE_TIME,
                    0,
                    BYTES,
                    new byte[0],
                    new byte[BYTES],
                    new org.apache.kafka.common.header.internals.RecordHeaders(),
                    Optional.empty());
            past.take(
                    record,
                    read -> wanted.test(read.offset())
                            ? Optional.of(new PagedEvent(read.offset(), 0, Map.of(), BYTES))
                            : Optional.empty());
        }
        past.endBlock();
        return block;
    }
}
