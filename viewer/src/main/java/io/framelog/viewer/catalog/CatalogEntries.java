package io.framelog.viewer.catalog;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of each stream, for a limited number of streams. Those that are worth least give way. Thread-safe. */
final class CatalogEntries {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogEntries.class);

    /** How many streams are left out at once for new ones: finding them takes a look at all. */
    private static final int MADE_ROOM = 100;

    private static final Duration TOLD_EVERY = Duration.ofMinutes(1);

    private final ConcurrentSkipListMap<StreamName, CatalogEntry> entries = new ConcurrentSkipListMap<>();
    private final LongAdder refused = new LongAdder();
    private final int limit;
    private final LongSupplier nanoClock;

    private long toldNanos;
    private boolean told;

    /**
     * Begins with no streams.
     *
     * @param limit the most streams
     * @param nanoClock as {@link System#nanoTime()}
     */
    CatalogEntries(int limit, LongSupplier nanoClock) {
        this.limit = limit;
        this.nanoClock = nanoClock;
    }

    /** All of them, by name: the map itself. */
    ConcurrentNavigableMap<StreamName, CatalogEntry> all() {
        return entries;
    }

    /** What is known of a stream; null if nothing is. */
    @Nullable CatalogEntry get(StreamName stream) {
        return entries.get(stream);
    }

    /** What is known of a stream, perhaps nothing yet; empty if there are too many streams. */
    Optional<CatalogEntry> getOrAdd(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        if (entry == null && entries.size() >= limit && !makeRoom()) {
            return Optional.empty();
        }
        return Optional.of(entry == null ? entries.computeIfAbsent(stream, CatalogEntry::new) : entry);
    }

    /** Leaves out the streams that are worth least, a few at a time. Returns whether there were any. */
    private synchronized boolean makeRoom() {
        long now = nanoClock.getAsLong();
        List<StreamName> idle = entries.entrySet().stream()
                .filter(entry -> !entry.getValue().isReceiving(now))
                .sorted(Map.Entry.comparingByValue(CatalogEntry.byWorth(now)))
                .limit(MADE_ROOM)
                .map(Map.Entry::getKey)
                .toList();
        idle.forEach(entries::remove);
        refused.add(Math.max(1, idle.size()));
        if (!told || now - toldNanos > TOLD_EVERY.toNanos()) {
            told = true;
            toldNanos = now;
            LOG.warn(
                    "there are more than {} streams: those without frames for longest are left out; "
                            + "`viewer forget` removes streams that are not needed",
                    limit);
        }
        return !idle.isEmpty();
    }

    /** Removes the streams of which nothing is known any more. */
    void dropUnknown() {
        entries.values().removeIf(CatalogEntry::isUnknown);
    }

    /** How often a stream was refused because there were too many. */
    long refusedCount() {
        return refused.sum();
    }
}
