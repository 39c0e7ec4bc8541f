package io.framelog.viewer.receiving;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Remembers since when a partition was not read to its end. Of the receiver's thread alone. */
final class Lag {
    /** So long the receiver may try to catch up: a moment's pause of the broker loses nothing. */
    static final Duration LIMIT = Duration.ofMillis(500);

    private final Map<TopicPartition, Long> since = new HashMap<>();

    /**
     * Whether to give up catching up; if so, the count begins anew.
     *
     * @param records not yet read of what Kafka had at its last answer
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

    void keep(Set<TopicPartition> partitions) {
        since.keySet().retainAll(partitions);
    }
}
