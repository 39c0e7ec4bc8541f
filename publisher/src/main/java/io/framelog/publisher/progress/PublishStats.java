package io.framelog.publisher.progress;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts a run's frames. Thread-safe. */
public final class PublishStats {
    private final Logger log;
    private final LongAdder encoded = new LongAdder();
    private final LongAdder passedThrough = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder acknowledgedBytes = new LongAdder();
    private final Map<DropReason, LongAdder> drops = adders(DropReason.values());
    private final Map<RefusalReason, LongAdder> refusals = adders(RefusalReason.values());
    private final Map<DropReason, DropNotice> notices = Arrays.stream(DropReason.values())
            .collect(Collectors.toUnmodifiableMap(reason -> reason, reason -> new DropNotice(System::nanoTime)));
    private final Map<DropReason, String> details = new ConcurrentHashMap<>();
    private volatile @Nullable ImageSize size;
    private volatile @Nullable Position newest;
    private volatile long firstNanos;
    private volatile long newestNanos;
    private volatile long first = Long.MIN_VALUE;
    private volatile long last = Long.MIN_VALUE;

    /** @param log is told of dropped frames */
    public PublishStats(Logger log) {
        this.log = log;
    }

    /** Of a process with one stream. */
    public PublishStats() {
        this(LoggerFactory.getLogger(PublishStats.class));
    }

    /**
     * A frame was captured.
     *
     * @param stamp its time in the source, in microseconds
     * @param original whether it is the source's own image, which was not encoded
     */
    public void captured(long stamp, ImageSize frameSize, boolean original) {
        (original ? passedThrough : encoded).increment();
        if (first == Long.MIN_VALUE) {
            first = stamp;
            firstNanos = System.nanoTime();
        }
        last = stamp;
        size = frameSize;
    }

    /** A frame was dropped, and there is no more to say than the reason. */
    public void drop(DropReason reason) {
        drop(reason, "");
    }

    /**
     * A frame was dropped. The log tells it at once, and then once a minute while it goes on. The stream's status has
     * it until frames reach Kafka again, see {@link RecentDrops}.
     *
     * @param detail what is known about the reason, and what the user can do; a part of a sentence, may be empty
     */
    public void drop(DropReason reason, String detail) {
        details.put(reason, detail);
        count(drops, reason).increment();
        Objects.requireNonNull(notices.get(reason), "every reason has a notice")
                .dropped(reason, detail)
                .ifPresent(log::warn);
    }

    /** A frame was dropped for a reason that the log tells otherwise. */
    public void dropUntold(DropReason reason) {
        count(drops, reason).increment();
    }

    /** A frame was given to Kafka's client; one that was refused may be given again. */
    public void countSent() {
        sent.increment();
    }

    /** Kafka has refused a frame, or not answered in time. */
    public void countRefused(RefusalReason reason) {
        count(refusals, reason).increment();
    }

    /** Kafka has acknowledged a frame. */
    public void acknowledged(int bytes, Position position) {
        acknowledged.increment();
        acknowledgedBytes.add(bytes);
        newest = position;
        newestNanos = System.nanoTime();
    }

    /** The log has frames of this run already, the newest of them here. */
    public void resumedAfter(Position position) {
        newest = position;
    }

    /** How many frames were captured. */
    public long captured() {
        return encoded() + passedThrough();
    }

    /** How many of the captured frames were encoded. */
    public long encoded() {
        return encoded.sum();
    }

    /** How many of the captured frames have the source's own image. */
    public long passedThrough() {
        return passedThrough.sum();
    }

    /** How many frames were given to Kafka's client. */
    public long sent() {
        return sent.sum();
    }

    /** How many times Kafka has not taken a frame for a reason. */
    public long refused(RefusalReason reason) {
        return count(refusals, reason).sum();
    }

    /** How many frames Kafka has acknowledged. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** How many bytes the acknowledged frames have. */
    public long acknowledgedBytes() {
        return acknowledgedBytes.sum();
    }

    /** How many frames were dropped for a reason. */
    public long dropped(DropReason reason) {
        return count(drops, reason).sum();
    }

    /** What is known about the newest frame that was dropped for a reason; may be empty. */
    String detail(DropReason reason) {
        return details.getOrDefault(reason, "");
    }

    /** How many frames were dropped. */
    public long dropped() {
        return Arrays.stream(DropReason.values()).mapToLong(this::dropped).sum();
    }

    /** How many captured frames were neither acknowledged nor dropped. */
    public long open() {
        long capturedAndDropped = Arrays.stream(DropReason.values())
                .filter(DropReason::isCaptured)
                .mapToLong(this::dropped)
                .sum();
        return captured() - acknowledged() - capturedAndDropped;
    }

    /** The dropped frames by reason, in readable form; empty if none was dropped. */
    public String dropsByReason() {
        return Arrays.stream(DropReason.values())
                .filter(reason -> dropped(reason) > 0)
                .map(reason -> dropped(reason) + " " + reason.text())
                .collect(Collectors.joining(", "));
    }

    private static <R> Map<R, LongAdder> adders(R[] reasons) {
        return Arrays.stream(reasons).collect(Collectors.toUnmodifiableMap(reason -> reason, it -> new LongAdder()));
    }

    private static <R> LongAdder count(Map<R, LongAdder> counters, R reason) {
        return Objects.requireNonNull(counters.get(reason), "every reason has a counter");
    }

    /** The newest frame's size. */
    public Optional<ImageSize> size() {
        return Optional.ofNullable(size);
    }

    /** The position of the newest frame that Kafka has acknowledged. */
    public Optional<Position> newest() {
        return Optional.ofNullable(newest);
    }

    /** The time from capturing the first frame to the newest acknowledgement, in seconds; 0 before there is one. */
    public double seconds() {
        return acknowledged() == 0 ? 0 : (newestNanos - firstNanos) / 1e9;
    }

    /** The rate of acknowledged frames and bytes since the first frame, in readable form. */
    public String rate() {
        double seconds = Math.max(1e-3, seconds());
        return String.format(
                Locale.ROOT, "%.1f fps, %.2f MB/s", acknowledged() / seconds, acknowledgedBytes() / seconds / 1e6);
    }

    /** The time in the source from the first frame to the newest, in microseconds. */
    public long position() {
        return first == Long.MIN_VALUE ? 0 : last - first;
    }
}
