package io.framelog.viewer.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of the topic that are no frames, by partition and reason, as far as they were read. A record is counted
 * once, however often it is read. Thread-safe.
 */
public final class ForeignRecords {
    /** There are a few reasons in a partition; records of more than so many kinds are not listed. */
    static final int MAX_KINDS = 1_000;

    private static final long RECENT_NANOS = Duration.ofMinutes(1).toNanos();

    /**
     * Records of a partition that were skipped for one reason.
     *
     * @param records how many
     * @param reason completes the sentence "the record is skipped: …"
     * @param newest the offset of the newest
     * @param written the time of the newest; negative if it has none
     */
    public record Kind(int partition, long records, String reason, long newest, long written) {
        /** When the newest was written, by its producer's clock. */
        public Instant time() {
            return Instant.ofEpochMilli(written);
        }
    }

    /** What is known of a partition. */
    private static final class Partition {
        private final Map<String, Kind> kinds = new TreeMap<>();
        private long counted = -1;
        private long noteNanos;
    }

    private final Map<Integer, Partition> partitions = new TreeMap<>();
    private int kinds;

    /** Counts a record, unless it was read before. Returns whether it is the first of its kind. */
    synchronized boolean note(ConsumerRecord<?, ?> record, String reason) {
        Partition partition = partitions.computeIfAbsent(record.partition(), number -> new Partition());
        if (record.offset() <= partition.counted) {
            return false;
        }
        partition.counted = record.offset();
        partition.noteNanos = System.nanoTime();
        Kind before = partition.kinds.get(reason);
        if (before == null && kinds >= MAX_KINDS) {
            return false;
        }
        kinds += before == null ? 1 : 0;
        long records = before == null ? 1 : before.records + 1;
        partition.kinds.put(reason, new Kind(record.partition(), records, reason, record.offset(), record.timestamp()));
        return before == null;
    }

    /** All kinds, by partition. */
    public synchronized List<Kind> kinds() {
        return partitions.values().stream()
                .flatMap(partition -> partition.kinds.values().stream())
                .toList();
    }

    /** Whether a partition has had such records in the last minute. */
    public synchronized boolean isIn(int number) {
        Partition partition = partitions.get(number);
        return partition != null && System.nanoTime() - partition.noteNanos < RECENT_NANOS;
    }

    /** Forgets all: the topic was deleted. */
    public synchronized void forget() {
        partitions.clear();
        kinds = 0;
    }
}
