package io.framelog.viewer.catalog;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** The streams that were seen or spoken of. Safe for any number of threads. */
public final class Catalog {
    /** More streams than these are not taken in: a producer of random keys may not fill the memory. */
    public static final int MAX_STREAMS = 10_000;

    private final ConcurrentSkipListMap<StreamName, CatalogEntry> entries = new ConcurrentSkipListMap<>();
    private final LongAdder refused = new LongAdder();
    private final Clock clock;
    private final LongSupplier nanoClock;
    private volatile Consumer<StreamName> onMove = stream -> {};

    /**
     * @param clock for ages and heartbeats
     * @param nanoClock as {@link System#nanoTime()}
     */
    public Catalog(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
    }

    /** Sets who hears, on the thread that finds it, of a stream in a partition where it was not known to be. */
    public void onMove(Consumer<StreamName> listener) {
        onMove = listener;
    }

    /**
     * Takes note of a frame in the log.
     *
     * @param arrivedNow whether it was not in the log a moment ago; else it came at best when it was captured
     */
    public void seen(ObservedFrame sighting, boolean arrivedNow) {
        entry(sighting.stream()).ifPresent(entry -> {
            if (entry.seen(sighting, arrivedNow, nanoClock.getAsLong(), clock.instant())) {
                onMove.accept(sighting.stream());
            }
        });
    }

    /** Counts frames of a stream that arrived, for its rate. */
    public void arrived(StreamName stream, long frames) {
        CatalogEntry entry = entries.get(stream);
        if (entry != null) {
            entry.arrived(frames, nanoClock.getAsLong());
        }
    }

    /** Counts records that arrived in a partition: whose frames they are is known where one stream alone lives there. */
    public void arrived(int partition, long records) {
        List<StreamName> residents = residents(partition);
        if (residents.size() == 1) {
            arrived(residents.get(0), records);
        }
    }

    /**
     * Takes note of what a publisher says of a stream.
     *
     * @param past whether it was said before this viewer began to listen: then the publisher's own clock tells when
     */
    public void said(StreamName stream, StreamStatus status, boolean past) {
        Duration told = Duration.between(status.heartbeat(), clock.instant());
        Duration silence = past && !told.isNegative() ? told : Duration.ZERO;
        entry(stream).ifPresent(entry -> {
            if (entry.said(status, silence, nanoClock.getAsLong())) {
                onMove.accept(stream);
            }
        });
    }

    /** Takes note that nothing is said of a stream any more. */
    public void unsaid(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        if (entry != null) {
            entry.unsaid();
            dropUnknown();
        }
    }

    /** Forgets the frames of all streams: the topic was made anew. */
    public void logReplaced() {
        entries.values().forEach(CatalogEntry::logReplaced);
        dropUnknown();
    }

    /** Forgets all that was said: the status topic was made anew. */
    public void statusReplaced() {
        entries.values().forEach(CatalogEntry::unsaid);
        dropUnknown();
    }

    private void dropUnknown() {
        entries.values().removeIf(CatalogEntry::isUnknown);
    }

    private Optional<CatalogEntry> entry(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        if (entry == null && entries.size() >= MAX_STREAMS) {
            refused.increment();
            return Optional.empty();
        }
        return Optional.of(entry == null ? entries.computeIfAbsent(stream, CatalogEntry::new) : entry);
    }

    /** Whether a stream was seen or spoken of. */
    public boolean contains(StreamName stream) {
        return entries.containsKey(stream);
    }

    /** The partitions that a stream's frames may be in; empty where that may be any. */
    public Set<Integer> partitions(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Set.of() : entry.partitions();
    }

    /** The streams that were seen in a partition. */
    public List<StreamName> residents(int partition) {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().isIn(partition))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether there is a stream in a partition of which frames came lately, but no publisher says so. */
    public boolean hasSilent(int partition) {
        long now = nanoClock.getAsLong();
        return entries.values().stream().anyMatch(entry -> entry.isIn(partition) && entry.isSilent(now));
    }

    /** The newest frames that publishers spoke of, and that were not seen. */
    public Map<StreamName, Position> toldUnseen() {
        Map<StreamName, Position> told = new HashMap<>();
        entries.forEach((name, entry) -> entry.toldUnseen().ifPresent(position -> told.put(name, position)));
        return told;
    }

    /** Where a stream's newest known frame lies. */
    public Optional<Position> newestPosition(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Optional.empty() : entry.newestPosition();
    }

    /** Where the last frame of a stream lies whose publisher says that no more come for now. */
    public Optional<Position> lastPosition(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Optional.empty() : entry.lastPosition();
    }

    /** A stream as it is now. */
    public Optional<StreamView> view(StreamName stream) {
        return Optional.ofNullable(entries.get(stream))
                .map(entry -> entry.view(nanoClock.getAsLong(), clock.instant()));
    }

    /** All streams as they are now, by name. */
    public Collection<StreamView> views() {
        return entries.values().stream()
                .map(entry -> entry.view(nanoClock.getAsLong(), clock.instant()))
                .toList();
    }

    /** The names of all streams, in order: a view that changes. */
    public Set<StreamName> names() {
        return entries.keySet();
    }

    /** How often a stream was not taken in because there were too many. */
    public long refusedCount() {
        return refused.sum();
    }
}
