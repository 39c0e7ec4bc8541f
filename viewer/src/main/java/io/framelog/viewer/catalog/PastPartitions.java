package io.framelog.viewer.catalog;

import io.framelog.frame.StreamName;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** In which partitions streams were before this viewer was started. Thread-safe. */
final class PastPartitions {
    private final Map<StreamName, Set<Integer>> partitions = new ConcurrentHashMap<>();
    private final int limit;
    private volatile boolean known;

    /** @param limit the most streams; of more, nothing is remembered */
    PastPartitions(int limit) {
        this.limit = limit;
    }

    void add(StreamName stream, int partition) {
        if (partitions.containsKey(stream) || partitions.size() < limit) {
            partitions
                    .computeIfAbsent(stream, added -> ConcurrentHashMap.newKeySet())
                    .add(partition);
        }
    }

    /** From now on it is known in which partitions the streams were. Before, that may be any. */
    void areKnown() {
        known = true;
    }

    /** The partitions of a stream; empty if they are not known. */
    Optional<Set<Integer>> of(StreamName stream) {
        return known ? Optional.of(partitions.getOrDefault(stream, Set.of())) : Optional.empty();
    }

    /** The frames are gone. */
    void clear() {
        partitions.clear();
        known = false;
    }
}
