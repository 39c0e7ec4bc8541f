package io.framelog.viewer.notify;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What was read and is not done yet. An offset may be committed when all before it are done. Not thread-safe. */
final class OpenOffsets {
    private static final class Progress {
        private final TreeSet<Long> open = new TreeSet<>();
        private long next;
        private long committed = -1;

        long done() {
            return open.isEmpty() ? next : open.first();
        }
    }

    private final Map<TopicPartition, Progress> partitions = new HashMap<>();

    /** A record was read. */
    void open(TopicPartition partition, long offset) {
        Progress progress = partitions.computeIfAbsent(partition, absent -> new Progress());
        progress.open.add(offset);
        progress.next = offset + 1;
    }

    /** A record is done. */
    void close(TopicPartition partition, long offset) {
        Progress progress = partitions.get(partition);
        if (progress != null) {
            progress.open.remove(offset);
        }
    }

    /** Forgets partitions that others read from now on. */
    void forget(Collection<TopicPartition> revoked) {
        partitions.keySet().removeAll(revoked);
    }

    /** What has been done and is not committed. */
    Map<TopicPartition, OffsetAndMetadata> toCommit() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        partitions.forEach((partition, progress) -> {
            if (progress.done() > progress.committed) {
                offsets.put(partition, new OffsetAndMetadata(progress.done()));
            }
        });
        return offsets;
    }

    /** Kafka has these offsets. */
    void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
        offsets.forEach((partition, offset) -> {
            Progress progress = partitions.get(partition);
            if (progress != null) {
                progress.committed = offset.offset();
            }
        });
    }
}
