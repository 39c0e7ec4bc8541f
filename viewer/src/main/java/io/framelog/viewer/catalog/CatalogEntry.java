package io.framelog.viewer.catalog;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is known of one stream. Its methods may be called by any thread; each holds its lock for a moment. */
final class CatalogEntry {
    /**
     * For so long after its last frame a stream without a publisher's word is looked for among others: long enough for one of
     * few frames, and one that is gone for good costs nothing in the end.
     */
    private static final Duration SILENT_MEMORY = Duration.ofMinutes(1);

    private final StreamName name;
    private final Set<Integer> partitions = new TreeSet<>();
    private final RateMeter rate = new RateMeter();
    private boolean keyless;
    private @Nullable StreamStatus status;
    private long saidNanos;
    private @Nullable ObservedFrame newest;
    private boolean everArrived;
    private long arrivedNanos;

    CatalogEntry(StreamName name) {
        this.name = name;
    }

    /** Takes note of a frame, and says whether it was seen at a place where the stream was not known to be. */
    synchronized boolean seen(ObservedFrame sighting, boolean arrivedNow, long nowNanos, Instant now) {
        boolean newPartition = partitions.add(sighting.partition());
        boolean moved = newPartition || (sighting.keyless() && !keyless);
        keyless |= sighting.keyless();
        ObservedFrame before = newest;
        if (before == null || isNewer(sighting, before)) {
            arrived(arrivedNow ? nowNanos : nowNanos - age(sighting, now).toNanos());
            newest = sighting;
        }
        return moved;
    }

    private void arrived(long nanos) {
        if (!everArrived || nanos - arrivedNanos > 0) {
            everArrived = true;
            arrivedNanos = nanos;
        }
    }

    private static boolean isNewer(ObservedFrame sighting, ObservedFrame before) {
        return sighting.partition() == before.partition()
                ? sighting.offset() > before.offset()
                : sighting.capturedMicros() >= before.capturedMicros();
    }

    /**
     * Takes note of a publisher's word.
     *
     * @param silence before now
     */
    synchronized boolean said(StreamStatus word, Duration silence, long nowNanos) {
        Optional<Position> before = Optional.ofNullable(status).flatMap(StreamStatus::newest);
        status = word;
        saidNanos = nowNanos - silence.toNanos();
        if (before.isPresent()
                && word.newest()
                        .filter(position -> isBeyond(position, before.get()))
                        .isPresent()) {
            // Frames came, whether they were seen or not: among those of a faster stream in its partition they may not
            // be.
            arrived(saidNanos);
        }
        return word.newest()
                .map(position -> partitions.add(position.partition()))
                .orElse(false);
    }

    private static boolean isBeyond(Position position, Position before) {
        return position.partition() != before.partition() || position.offset() > before.offset();
    }

    synchronized void unsaid() {
        status = null;
    }

    /** Forgets where its frames were: the log is another one now. */
    synchronized void logReplaced() {
        partitions.clear();
        newest = null;
        everArrived = false;
        keyless = false;
    }

    synchronized boolean isUnknown() {
        return status == null && newest == null;
    }

    synchronized void arrived(long frames, long nowNanos) {
        rate.add(frames, nowNanos);
    }

    /** The partitions that its frames may be in; empty where that may be any. */
    synchronized Set<Integer> partitions() {
        return keyless ? Set.of() : Set.copyOf(partitions);
    }

    synchronized boolean isIn(int partition) {
        return partitions.contains(partition);
    }

    /** Whether frames came lately and no publisher says so: only what is read tells then whether it goes on. */
    synchronized boolean isSilent(long nowNanos) {
        return status == null && everArrived && nowNanos - arrivedNanos < SILENT_MEMORY.toNanos();
    }

    /** The newest frame that its publisher spoke of, where it was not seen, nor a later one. */
    synchronized Optional<Position> toldUnseen() {
        ObservedFrame seen = newest;
        return Optional.ofNullable(status)
                .flatMap(StreamStatus::newest)
                .filter(told ->
                        seen == null || (told.partition() == seen.partition() && told.offset() > seen.offset()));
    }

    /** Where its newest known frame lies: that which was seen, or which its publisher spoke of. */
    synchronized Optional<Position> newestPosition() {
        Optional<Position> told = Optional.ofNullable(status).flatMap(StreamStatus::newest);
        ObservedFrame seen = newest;
        if (seen == null) {
            return told;
        }
        // Told is not better than seen unless it is further on in the same partition.
        return told.filter(position -> position.partition() == seen.partition() && position.offset() > seen.offset())
                .or(() -> Optional.of(new Position(seen.partition(), seen.offset())));
    }

    /** Where its last frame lies, if its publisher says that there are no more for now, and none was seen since. */
    synchronized Optional<Position> lastPosition() {
        return Optional.ofNullable(status)
                .filter(said -> said.state() != StreamStatus.State.LIVE)
                .flatMap(StreamStatus::newest)
                .filter(told -> partitions.size() == 1 && newestPosition().equals(Optional.of(told)));
    }

    synchronized StreamView view(long nowNanos, Instant now) {
        Optional<StreamStatus> said = Optional.ofNullable(status);
        Optional<ObservedFrame> seen = Optional.ofNullable(newest);
        StreamState state = StreamState.judge(
                said.map(status -> new LastStatus(status, Duration.ofNanos(nowNanos - saidNanos))),
                everArrived ? Optional.of(Duration.ofNanos(nowNanos - arrivedNanos)) : Optional.empty());
        Optional<ImageSize> size = seen.flatMap(ObservedFrame::size).or(() -> said.flatMap(StreamStatus::size));
        return new StreamView(
                name,
                state,
                size,
                framesPerSecond(state, nowNanos),
                seen.map(CatalogEntry::captured),
                seen.map(sighting -> age(sighting, now)),
                said.map(StreamStatus::source).orElse(""));
    }

    private OptionalDouble framesPerSecond(StreamState state, long nowNanos) {
        if (state.kind() != StreamStatus.State.LIVE) {
            return OptionalDouble.of(0);
        }
        // A publisher counts every frame; what is seen of a stream here is a sample while nobody watches it.
        boolean speaks = nowNanos - saidNanos < StreamState.SILENCE_LIMIT.toNanos();
        double told = status == null || !speaks ? 0 : status.framesPerSecond();
        double framesPerSecond = told > 0 ? told : rate.perSecond(nowNanos);
        return framesPerSecond == 0 ? OptionalDouble.empty() : OptionalDouble.of(framesPerSecond);
    }

    private static Duration age(ObservedFrame sighting, Instant now) {
        Duration age = Duration.between(captured(sighting), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Instant captured(ObservedFrame sighting) {
        return Instant.EPOCH.plus(sighting.capturedMicros(), ChronoUnit.MICROS);
    }
}
