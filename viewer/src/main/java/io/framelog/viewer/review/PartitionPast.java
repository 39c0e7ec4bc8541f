package io.framelog.viewer.review;

import io.framelog.viewer.kafka.OffsetRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A partition, read backward in blocks: each block forward, the blocks one before the other. Keeps only what is wanted,
 * and of a block with too much of it the newest part. Not thread-safe.
 */
final class PartitionPast {
    /** The most records of a block. */
    static final int MAX_BLOCK = 2_000;

    /** A block with a smaller part of wanted events is followed by one that is twice as long. */
    private static final int RARE = 4;

    private final int partition;
    private final long begin;
    private final int maxEvents;
    private final long maxBytes;
    /** The oldest first. */
    private final Deque<PagedEvent> found = new ArrayDeque<>();

    /** What is before this offset is not read yet. */
    private long unread;

    private int blockRecords;
    private OffsetRange block;
    private long foundBytes;
    private long readBytes;
    private int readRecords;
    private long forgotten;

    /**
     * @param begin the first offset to read
     * @param end the offset behind the last
     * @param blockRecords how many records to begin with
     * @param maxEvents how many events to keep at most
     * @param maxBytes how many bytes of them to keep at most, and to read at once, about
     */
    PartitionPast(int partition, long begin, long end, int blockRecords, int maxEvents, long maxBytes) {
        this.partition = partition;
        this.begin = begin;
        this.unread = Math.max(begin, end);
        this.blockRecords = blockRecords;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.block = new OffsetRange(unread, unread);
    }

    int partition() {
        return partition;
    }

    /** Whether its newest event is not known before another block is read. */
    boolean needsBlock() {
        return found.isEmpty() && unread > begin;
    }

    /** Whether it has no older events. */
    boolean isOver() {
        return found.isEmpty() && unread <= begin;
    }

    /** The first offset that has been given, or passed over. */
    long place() {
        return hasEvent() ? newest().offset() + 1 : unread;
    }

    /** Whether its newest event is known. */
    boolean hasEvent() {
        return !found.isEmpty();
    }

    /** The newest event, which must be known. */
    PagedEvent newest() {
        return found.getLast();
    }

    /** Takes the newest event away. */
    void removeNewest() {
        foundBytes -= found.removeLast().bytes();
    }

    /** Begins the next block. */
    OffsetRange beginBlock() {
        block = new OffsetRange(Math.max(begin, unread - blockRecords), unread);
        forgotten = block.from();
        readBytes = 0;
        readRecords = 0;
        return block;
    }

    /**
     * Takes a record of the block; others are ignored.
     *
     * @param reader makes the event, if it is wanted
     */
    <V> void take(ConsumerRecord<byte[], V> record, Function<ConsumerRecord<byte[], V>, Optional<PagedEvent>> reader) {
        if (record.offset() < block.from() || record.offset() >= block.to()) {
            return;
        }
        readRecords++;
        readBytes += Math.max(0, record.serializedValueSize());
        reader.apply(record).ifPresent(this::keep);
    }

    private void keep(PagedEvent event) {
        found.addLast(event);
        foundBytes += event.bytes();
        while (found.size() > maxEvents || (foundBytes > maxBytes && found.size() > 1)) {
            PagedEvent oldest = found.removeFirst();
            foundBytes -= oldest.bytes();
            forgotten = oldest.offset() + 1;
        }
    }

    /** Ends a block of which all records were taken. */
    void endBlock() {
        unread = forgotten;
        long meanBytes = readBytes / Math.max(1, readRecords);
        int longer = found.size() * RARE < readRecords ? blockRecords * 2 : blockRecords;
        blockRecords = (int) Math.max(1, Math.min(Math.min(longer, MAX_BLOCK), maxBytes / Math.max(1, meanBytes)));
    }
}
