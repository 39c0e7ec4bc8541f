package io.framelog.viewer.receiving;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.live.LiveStreams;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which partitions the receiver has to read: those that the watched streams lie in, and all where that is not known. Safe for
 * any number of threads.
 */
public final class WatchPlan {
    private final LiveStreams streams;
    private final Catalog catalog;
    private final Map<Integer, Long> starts = new ConcurrentHashMap<>();
    private volatile Set<Integer> existing = Set.of();

    /** @param streams the watched ones */
    public WatchPlan(LiveStreams streams, Catalog catalog) {
        this.streams = streams;
        this.catalog = catalog;
    }

    /** Sets which partitions the topic has. @return whether that is news */
    public boolean exist(Set<Integer> partitions) {
        boolean news = !existing.equals(partitions);
        existing = Set.copyOf(partitions);
        return news;
    }

    /** The partitions to read now. */
    Set<Integer> partitions() {
        Set<Integer> wanted = new TreeSet<>();
        for (StreamName name : streams.names()) {
            Set<Integer> places = catalog.partitions(name);
            wanted.addAll(places.isEmpty() ? existing : places);
        }
        wanted.retainAll(existing);
        return wanted;
    }

    /** Takes note, from the receiver, which partitions it no longer leaves to others. */
    void keepStarts(Set<Integer> received) {
        starts.keySet().retainAll(received);
    }

    /** Takes note, from the receiver, that it gets everything of a partition from an offset on. */
    void started(int partition, long offset) {
        starts.put(partition, offset);
    }

    /** Whether the receiver gets everything of all partitions that comes after what is known of them, where it reads them at all. */
    public boolean isReceived(Map<Integer, Long> known) {
        Set<Integer> read = partitions();
        return known.entrySet().stream()
                .filter(entry -> read.contains(entry.getKey()))
                .allMatch(entry -> isReceived(entry.getKey(), entry.getValue()));
    }

    /** Whether the receiver gets everything of a partition that comes after what is known of it. */
    public boolean isReceived(int partition, long known) {
        Long start = starts.get(partition);
        return start != null && known >= start;
    }
}
