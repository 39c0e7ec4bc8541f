package io.framelog.viewer.receiving;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Remembers since when each partition has not been read to its end. For the receiver's thread only. */
final class Lag {
    /** How long the receiver may try to catch up: a short pause of the broker loses no frames. */
    static final Duration LIMIT = Duration.ofMillis(500);

    private final Map<TopicPartition, Long> since = new HashMap<>();

    /**
     * Whether to give up catching up; if so, the time starts again.
     *
     * @param records between the receiver and the partition's end
     */
    boolean isTooLong(TopicPartition partition, long records, long nowNanos) {
        if (records <= 1) {
            since.remove(partition);
            return false;
        }
        Long began = since.putIfAbsent(partition, nowNanos);
        if (began == null || nowNanos - began < LIMIT.toNanos()) {
            return false;
        }
        since.remove(partition);
        return true;
    }

    /** Forgets all other partitions. */
    void keep(Set<TopicPartition> partitions) {
        since.keySet().retainAll(partitions);
    }
}
