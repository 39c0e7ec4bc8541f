package io.framelog.viewer.catalog;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What is known of one stream. Thread-safe; each method holds its lock for a moment. */
final class CatalogEntry {
    /**
     * How long after its last frame a stream without a status is looked for among others: long enough for one with few
     * frames; one that is gone for good soon costs nothing.
     */
    private static final Duration LOOKED_FOR = Duration.ofMinutes(1);

    /** After so long without a frame, a frame of another partition is the newest, whatever its time: see FrameOrder. */
    private static final Duration REMEMBERED = Duration.ofSeconds(2);

    /** Clocks differ by less. */
    private static final long FUTURE_MICROS = TimeUnit.SECONDS.toMicros(10);

    private final StreamName name;
    private final Set<Integer> partitions = new TreeSet<>();
    private final RateMeter rate = new RateMeter();
    private final ClockSkew skew = new ClockSkew();
    private boolean skewTold;
    private long latestMicros = Long.MIN_VALUE;
    private boolean keyless;
    private @Nullable StreamStatus status;
    /** When the status was written, by this machine's clock. */
    private long statusNanos;

    private @Nullable ObservedFrame newest;
    private boolean everArrived;
    /** When the latest frame arrived in the log. */
    private long arrivedNanos;

    CatalogEntry(StreamName name) {
        this.name = name;
    }

    /**
     * Records a frame.
     *
     * @return whether the stream may be in other partitions than before
     */
    synchronized boolean observe(ObservedFrame frame, boolean arrivedNow, long nowNanos, Instant now) {
        boolean newPartition = partitions.add(frame.partition());
        boolean moved = newPartition || (frame.keyless() && !keyless);
        keyless |= frame.keyless();
        latestMicros = Math.max(latestMicros, frame.capturedMicros());
        ObservedFrame before = newest;
        boolean forgotten = arrivedNow && nowNanos - arrivedNanos > REMEMBERED.toNanos();
        if (before == null || forgotten || isNewer(frame, before, now)) {
            arrived(arrivedNow ? nowNanos : nowNanos - age(frame, now).toNanos());
            newest = frame;
            if (before != null
                    && before.partition() != frame.partition()
                    && before.capturedMicros() - frame.capturedMicros() > FUTURE_MICROS) {
                skew.forget();
            }
            long ahead = frame.capturedMicros() - ChronoUnit.MICROS.between(Instant.EPOCH, now);
            if (arrivedNow || ahead > 0) { // an older frame tells nothing, unless it is from the future
                skew.add(ahead);
            }
        }
        return moved;
    }

    private void arrived(long nanos) {
        if (!everArrived || nanos - arrivedNanos > 0) {
            everArrived = true;
            arrivedNanos = nanos;
        }
    }

    /**
     * In other partitions the time counts. If one of two very different times is in the future, that clock is wrong: a
     * single frame of another producer must not stay the newest for years.
     */
    private static boolean isNewer(ObservedFrame frame, ObservedFrame before, Instant now) {
        if (frame.partition() == before.partition()) {
            return frame.offset() > before.offset();
        }
        boolean later = frame.capturedMicros() >= before.capturedMicros();
        long first = later ? before.capturedMicros() : frame.capturedMicros();
        long last = later ? frame.capturedMicros() : before.capturedMicros();
        boolean wrong =
                last - first > FUTURE_MICROS && last - ChronoUnit.MICROS.between(Instant.EPOCH, now) > FUTURE_MICROS;
        return later != wrong;
    }

    /**
     * Records a status.
     *
     * @param age since it was written
     * @return whether the stream may be in other partitions than before
     */
    synchronized boolean updateStatus(StreamStatus next, Duration age, long nowNanos) {
        Optional<Position> before = reported();
        status = next;
        statusNanos = nowNanos - age.toNanos();
        Optional<Position> after = reported();
        if (before.isPresent()
                && after.filter(position -> isBeyond(position, before.get())).isPresent()) {
            // Frames have arrived, even if none was read: a faster stream in the partition may hide them.
            arrived(statusNanos);
        }
        return after.map(position -> partitions.add(position.partition())).orElse(false);
    }

    /** The newest frame that the publisher reported. */
    private Optional<Position> reported() {
        return Optional.ofNullable(status).flatMap(StreamStatus::newest);
    }

    private static boolean isBeyond(Position position, Position before) {
        return position.partition() != before.partition() || position.offset() > before.offset();
    }

    /** Whether frames came lately. */
    synchronized boolean isReceiving(long nowNanos) {
        return everArrived && nowNanos - arrivedNanos < LOOKED_FOR.toNanos();
    }

    /** Streams that never had a frame first, then those that have been silent for longest. */
    static Comparator<CatalogEntry> byWorth(long nowNanos) {
        return Comparator.comparing(CatalogEntry::hasArrived)
                .thenComparing(Comparator.comparingLong((CatalogEntry entry) -> entry.silentNanos(nowNanos))
                        .reversed());
    }

    private synchronized boolean hasArrived() {
        return everArrived;
    }

    private synchronized long silentNanos(long nowNanos) {
        return nowNanos - (everArrived ? arrivedNanos : statusNanos);
    }

    synchronized void removeStatus() {
        status = null;
    }

    /** Whether its newest frame is behind these offsets. */
    synchronized boolean hasFrameBehind(Map<Integer, Long> offsets) {
        return newest != null && !newest.isBefore(offsets);
    }

    synchronized void forgetFrames() {
        partitions.clear();
        newest = null;
        latestMicros = Long.MIN_VALUE;
        everArrived = false;
        keyless = false;
    }

    synchronized boolean isUnknown() {
        return status == null && newest == null;
    }

    synchronized void countArrivals(long frames, long nowNanos) {
        rate.add(frames, nowNanos);
    }

    /** The partitions that its frames may be in; empty if that may be any. */
    synchronized Set<Integer> partitions() {
        return keyless ? Set.of() : Set.copyOf(partitions);
    }

    synchronized boolean isIn(int partition) {
        return partitions.contains(partition);
    }

    /** Whether frames came lately, but no status: only reading tells whether it goes on. */
    synchronized boolean isLiveWithoutStatus(long nowNanos) {
        return status == null && everArrived && nowNanos - arrivedNanos < LOOKED_FOR.toNanos();
    }

    /** The newest frame that the publisher reported, if neither it nor a later one was read. */
    synchronized Optional<Position> unseenReported() {
        ObservedFrame seen = newest;
        return reported().filter(position -> seen == null || isBeyond(position, seen));
    }

    /** The position of the newest frame that was read or reported. */
    synchronized Optional<Position> newestPosition() {
        ObservedFrame seen = newest;
        return unseenReported()
                .or(() -> Optional.ofNullable(seen).map(frame -> new Position(frame.partition(), frame.offset())));
    }

    /** A reported frame counts only if it is further on in the same partition. */
    private static boolean isBeyond(Position reported, ObservedFrame seen) {
        return reported.partition() == seen.partition() && reported.offset() > seen.offset();
    }

    /** The position of the last frame, if the publisher reports that no more come for now, and none was read since. */
    synchronized Optional<Position> lastPosition() {
        return Optional.ofNullable(status)
                .filter(present -> present.state() != StreamStatus.State.LIVE)
                .flatMap(StreamStatus::newest)
                .filter(reported -> partitions.size() == 1 && newestPosition().equals(Optional.of(reported)));
    }

    synchronized StreamView view(long nowNanos, Instant now) {
        Optional<StreamStatus> reported = Optional.ofNullable(status);
        Optional<ObservedFrame> seen = Optional.ofNullable(newest);
        StreamState state = StreamState.of(
                lastStatus(nowNanos),
                everArrived ? Optional.of(Duration.ofNanos(nowNanos - arrivedNanos)) : Optional.empty());
        Optional<ImageSize> size = seen.flatMap(ObservedFrame::size).or(() -> reported.flatMap(StreamStatus::size));
        return new StreamView(
                name,
                state,
                size,
                framesPerSecond(state, nowNanos),
                seen.map(CatalogEntry::captured),
                seen.map(frame -> age(frame, skew.get().isNegative() ? now : now.plus(skew.get()))),
                skew.get(),
                reported.map(StreamStatus::source).orElse(""),
                reported.map(StreamStatus::displayName).orElse(""));
    }

    synchronized Optional<LastStatus> lastStatus(long nowNanos) {
        return Optional.ofNullable(status)
                .map(present -> new LastStatus(present, Duration.ofNanos(nowNanos - statusNanos)));
    }

    synchronized Duration clockSkew() {
        return skew.get();
    }

    /** Whether the clock was found to be wrong for the first time. */
    synchronized boolean takeSkewToTell() {
        boolean tell = !skewTold && !skew.get().isZero();
        skewTold |= tell;
        return tell;
    }

    synchronized OptionalLong latestMicros() {
        return latestMicros == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(latestMicros);
    }

    private OptionalDouble framesPerSecond(StreamState state, long nowNanos) {
        if (state.kind() != StreamStatus.State.LIVE) {
            return OptionalDouble.of(0);
        }
        double framesPerSecond = usualRate(nowNanos);
        return framesPerSecond == 0 ? OptionalDouble.empty() : OptionalDouble.of(framesPerSecond);
    }

    /** The frames per second lately; 0 if that is not known. */
    synchronized double usualRate(long nowNanos) {
        boolean current = nowNanos - statusNanos < StreamState.SILENCE_LIMIT.toNanos();
        // A publisher counts every frame; the viewer reads only samples of a stream that nobody watches.
        double reported = status == null || !current ? 0 : status.framesPerSecond();
        return reported > 0 ? reported : rate.perSecond(nowNanos);
    }

    private static Duration age(ObservedFrame frame, Instant now) {
        Duration age = Duration.between(captured(frame), now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static Instant captured(ObservedFrame frame) {
        return Instant.EPOCH.plus(frame.capturedMicros(), ChronoUnit.MICROS);
    }
}
