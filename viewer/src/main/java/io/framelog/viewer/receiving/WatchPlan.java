package io.framelog.viewer.receiving;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.live.LiveStreams;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which partitions the receiver has to read: those of the watched streams, or all if a stream's partitions are not
 * known. Thread-safe.
 */
public final class WatchPlan {
    private final LiveStreams streams;
    private final Catalog catalog;
    /** By partition, the offset from which on the receiver gets everything. */
    private final Map<Integer, Long> starts = new ConcurrentHashMap<>();

    private volatile Set<Integer> existing = Set.of();

    /** @param streams the watched ones */
    public WatchPlan(LiveStreams streams, Catalog catalog) {
        this.streams = streams;
        this.catalog = catalog;
    }

    /**
     * Sets which partitions the topic has.
     *
     * @return whether they have changed
     */
    public boolean setExisting(Set<Integer> partitions) {
        boolean changed = !existing.equals(partitions);
        existing = Set.copyOf(partitions);
        return changed;
    }

    /** The partitions to read now. */
    Set<Integer> partitions() {
        Set<Integer> wanted = new TreeSet<>();
        for (StreamName name : streams.names()) {
            Set<Integer> known = catalog.partitions(name);
            wanted.addAll(known.isEmpty() ? existing : known);
        }
        wanted.retainAll(existing);
        return wanted;
    }

    /** Called by the receiver: it no longer reads the other partitions. */
    void keepStarts(Set<Integer> received) {
        starts.keySet().retainAll(received);
    }

    /** Called by the receiver: it gets everything of a partition from an offset on. */
    void started(int partition, long offset) {
        starts.put(partition, offset);
    }

    /** Whether the receiver gets everything from these offsets on, as far as it has to read their partitions at all. */
    public boolean isReceived(Map<Integer, Long> offsets) {
        Set<Integer> read = partitions();
        return offsets.entrySet().stream()
                .filter(entry -> read.contains(entry.getKey()))
                .allMatch(entry -> isReceived(entry.getKey(), entry.getValue()));
    }

    /** Whether the receiver gets everything of a partition from an offset on. */
    public boolean isReceived(int partition, long offset) {
        Long start = starts.get(partition);
        return start != null && offset >= start;
    }
}
