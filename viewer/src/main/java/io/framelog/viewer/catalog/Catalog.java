package io.framelog.viewer.catalog;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import io.framelog.viewer.kafka.StreamLocator;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is known of the streams, by their frames and their publishers' statuses. Thread-safe. */
public final class Catalog implements StreamLocator {
    private static final Logger LOG = LoggerFactory.getLogger(Catalog.class);

    /** The most streams: a producer of random keys must not fill the memory. */
    public static final int MAX_STREAMS = 10_000;
    /** An older status counts as this old. */
    private static final Duration OLDEST = Duration.ofDays(36_500);

    private final Forgotten forgotten = new Forgotten(MAX_STREAMS);
    private final PastPartitions past = new PastPartitions(MAX_STREAMS);
    private final CatalogEntries entries;
    private final Clock clock;
    private final LongSupplier nanoClock;
    private volatile Consumer<StreamName> onMove = stream -> {};
    /** Empty until the topic was found. */
    private volatile Set<Integer> existing = Set.of();

    /**
     * @param clock for the ages of frames and heartbeats
     * @param nanoClock as {@link System#nanoTime()}
     */
    public Catalog(Clock clock, LongSupplier nanoClock) {
        this.clock = clock;
        this.nanoClock = nanoClock;
        entries = new CatalogEntries(MAX_STREAMS, nanoClock);
    }

    /** Sets the listener for streams found in a further partition. It is called on the thread that finds them. */
    public void onMove(Consumer<StreamName> listener) {
        onMove = listener;
    }

    /** Sets which partitions the topic has. A status may name others: of an older topic, or wrong ones. */
    public void setExisting(Set<Integer> partitions) {
        existing = Set.copyOf(partitions);
    }

    private boolean exists(int partition) {
        return existing.isEmpty() || existing.contains(partition);
    }

    /**
     * Records a frame of the log.
     *
     * @param arrivedNow whether it has just come into the log; otherwise it counts as come when it was captured
     */
    public void observe(ObservedFrame frame, boolean arrivedNow) {
        if (forgotten.covers(frame)) {
            return;
        }
        entries.getOrAdd(frame.stream()).ifPresent(entry -> {
            if (entry.observe(frame, arrivedNow, nanoClock.getAsLong(), clock.instant())) {
                onMove.accept(frame.stream());
            }
            if (entry.takeSkewToTell()) {
                LOG.warn(
                        "stream {}: {}; check both clocks (NTP), or its producer's timestamps",
                        frame.stream(),
                        entry.view(nanoClock.getAsLong(), clock.instant()).clockNote());
            }
        });
    }

    /** Records a frame from former times: it tells in which partitions its stream was. */
    public void observePast(ObservedFrame frame) {
        past.add(frame.stream(), frame.partition());
    }

    /** From now on it is known in which partitions the streams were. Before, that may be any. */
    public void pastIsKnown() {
        past.areKnown();
    }

    /** Counts new frames of a stream, for its rate. */
    public void countArrivals(StreamName stream, long frames) {
        CatalogEntry entry = entries.get(stream);
        if (entry != null) {
            entry.countArrivals(frames, nanoClock.getAsLong());
        }
    }

    /** Counts new records of a partition, if it has only one stream: only then it is known whose frames they are. */
    public void countArrivals(int partition, long records) {
        List<StreamName> streams = streamsIn(partition);
        if (streams.size() == 1) {
            countArrivals(streams.get(0), records);
        }
    }

    /**
     * Records a stream's status.
     *
     * @param old whether it was written before this viewer began to read statuses: then its heartbeat tells its age
     */
    public void updateStatus(StreamName stream, StreamStatus status, boolean old) {
        Duration sinceHeartbeat = Duration.between(status.heartbeat(), clock.instant());
        forgotten.remove(stream);
        Duration age = old && !sinceHeartbeat.isNegative() ? sinceHeartbeat : Duration.ZERO;
        if (age.compareTo(OLDEST) > 0) {
            age = OLDEST;
        }
        Duration known = age;
        entries.getOrAdd(stream).ifPresent(entry -> {
            if (entry.updateStatus(status, known, nanoClock.getAsLong())) {
                onMove.accept(stream);
            }
        });
    }

    /**
     * Forgets a stream, until a newer frame or a status of it comes.
     *
     * @param before by partition, the offset behind the last frame that does not count any more
     */
    public void forget(StreamName stream, Map<Integer, Long> before) {
        CatalogEntry entry = entries.get(stream);
        if (entry != null) {
            entry.removeStatus();
            if (entry.hasFrameBehind(before)) {
                return;
            }
            entries.all().remove(stream);
        }
        forgotten.add(stream, before);
    }

    /** Forgets all frames: their topic was deleted. */
    public void forgetFrames() {
        forgotten.clear();
        past.clear();
        entries.all().values().forEach(CatalogEntry::forgetFrames);
        entries.dropUnknown();
    }

    /** Forgets all statuses: their topic was deleted. */
    public void forgetStatuses() {
        entries.all().values().forEach(CatalogEntry::removeStatus);
        entries.dropUnknown();
    }

    /** Whether a stream is known. */
    public boolean contains(StreamName stream) {
        return entries.all().containsKey(stream);
    }

    @Override
    public Set<Integer> partitions(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null
                ? Set.of()
                : entry.partitions().stream().filter(this::exists).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Set<Integer> pastPartitions(StreamName stream) {
        Set<Integer> present = partitions(stream);
        if (present.isEmpty()) {
            return Set.of();
        }
        return past.of(stream)
                .map(before -> {
                    Set<Integer> all = new TreeSet<>(before);
                    all.addAll(present);
                    return all;
                })
                .orElse(Set.of());
    }

    /** The streams that have frames in a partition. */
    public List<StreamName> streamsIn(int partition) {
        return entries.all().entrySet().stream()
                .filter(entry -> entry.getValue().isIn(partition))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** How many frames come into a partition, as far as that is known. */
    public double framesPerSecondIn(int partition) {
        long now = nanoClock.getAsLong();
        return entries.all().values().stream()
                .filter(entry -> entry.isIn(partition))
                .mapToDouble(entry -> entry.usualRate(now))
                .sum();
    }

    /** Whether a partition has a stream of which frames came lately, but no status. */
    public boolean hasStreamWithoutStatus(int partition) {
        long now = nanoClock.getAsLong();
        return entries.all().values().stream()
                .anyMatch(entry -> entry.isIn(partition) && entry.isLiveWithoutStatus(now));
    }

    /** The newest frames that publishers reported, as far as this viewer has not read them. */
    public Map<StreamName, Position> unseenReported() {
        Map<StreamName, Position> unseen = new HashMap<>();
        entries.all().forEach((name, entry) -> entry.unseenReported()
                .filter(position -> exists(position.partition()))
                .ifPresent(position -> unseen.put(name, position)));
        return unseen;
    }

    /** The position of a stream's newest known frame. */
    public Optional<Position> newestPosition(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Optional.empty() : entry.newestPosition().filter(at -> exists(at.partition()));
    }

    @Override
    public Optional<Position> lastPosition(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Optional.empty() : entry.lastPosition().filter(at -> exists(at.partition()));
    }

    @Override
    public OptionalLong latestMicros(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? OptionalLong.empty() : entry.latestMicros();
    }

    @Override
    public Duration clockSkew(StreamName stream) {
        CatalogEntry entry = entries.get(stream);
        return entry == null ? Duration.ZERO : entry.clockSkew();
    }

    /** How wrong the clock of the stream is whose clock is most wrong; never negative. */
    public Duration worstClockSkew() {
        return entries.all().values().stream()
                .map(entry -> entry.clockSkew().abs())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    /** A stream as it is now. */
    public Optional<StreamView> view(StreamName stream) {
        return Optional.ofNullable(entries.get(stream))
                .map(entry -> entry.view(nanoClock.getAsLong(), clock.instant()));
    }

    /** All streams as they are now, by name. */
    public Collection<StreamView> views() {
        return entries.all().values().stream()
                .map(entry -> entry.view(nanoClock.getAsLong(), clock.instant()))
                .toList();
    }

    /** The last status of each stream that has one. */
    public Map<StreamName, LastStatus> lastStatuses() {
        long now = nanoClock.getAsLong();
        Map<StreamName, LastStatus> statuses = new HashMap<>();
        entries.all().forEach((name, entry) -> entry.lastStatus(now).ifPresent(status -> statuses.put(name, status)));
        return statuses;
    }

    /** The names of all streams, in order: a live view. */
    public Set<StreamName> names() {
        return entries.all().keySet();
    }

    /** How often a stream was refused because there were too many. */
    public long refusedCount() {
        return entries.refusedCount();
    }
}
