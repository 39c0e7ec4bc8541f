package io.framelog.publisher.progress;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts a run's frames. For any number of threads. */
public final class PublishStats {
    private final LongAdder captured = new LongAdder();
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder acknowledgedBytes = new LongAdder();
    private final Map<Drop, LongAdder> drops = Arrays.stream(Drop.values())
            .collect(Collectors.toUnmodifiableMap(reason -> reason, reason -> new LongAdder()));
    private volatile @Nullable ImageSize size;
    private volatile @Nullable Position newest;
    private volatile long firstNanos;
    private volatile long newestNanos;
    private volatile long first = Long.MIN_VALUE;
    private volatile long last = Long.MIN_VALUE;

    /**
     * A frame was made.
     *
     * @param stamp its time in the source, microseconds
     */
    public void captured(long stamp, ImageSize frameSize) {
        captured.increment();
        if (first == Long.MIN_VALUE) {
            first = stamp;
            firstNanos = System.nanoTime();
        }
        last = stamp;
        size = frameSize;
    }

    /** A frame was lost. */
    public void drop(Drop reason) {
        count(reason).increment();
    }

    /** Kafka has a frame safely. */
    public void acknowledged(int bytes, Position position) {
        acknowledged.increment();
        acknowledgedBytes.add(bytes);
        newest = position;
        newestNanos = System.nanoTime();
    }

    /** How many frames were made. */
    public long captured() {
        return captured.sum();
    }

    /** How many frames Kafka has safely. */
    public long acknowledged() {
        return acknowledged.sum();
    }

    /** How many bytes those have. */
    public long acknowledgedBytes() {
        return acknowledgedBytes.sum();
    }

    /** How many frames were lost for a reason. */
    public long dropped(Drop reason) {
        return count(reason).sum();
    }

    /** How many frames were lost. */
    public long dropped() {
        return Arrays.stream(Drop.values()).mapToLong(this::dropped).sum();
    }

    /** The lost frames by reason, for people; empty where none was lost. */
    public String dropsByReason() {
        return Arrays.stream(Drop.values())
                .filter(reason -> dropped(reason) > 0)
                .map(reason -> dropped(reason) + " " + reason.text())
                .collect(Collectors.joining(", "));
    }

    private LongAdder count(Drop reason) {
        return Objects.requireNonNull(drops.get(reason), "every reason has its count");
    }

    /** The newest frame's size. */
    public Optional<ImageSize> size() {
        return Optional.ofNullable(size);
    }

    /** Where the newest frame that Kafka has lies. */
    public Optional<Position> newest() {
        return Optional.ofNullable(newest);
    }

    /** From the first frame made to the newest one that Kafka has, in seconds; 0 before that. */
    public double seconds() {
        return acknowledged() == 0 ? 0 : (newestNanos - firstNanos) / 1e9;
    }

    /** The rate of what Kafka has, for people: frames and bytes per second since the first frame. */
    public String rate() {
        double seconds = Math.max(1e-3, seconds());
        return String.format(
                Locale.ROOT, "%.1f fps, %.2f MB/s", acknowledged() / seconds, acknowledgedBytes() / seconds / 1e6);
    }

    /** How far the source has been read: from the first frame to the newest, in microseconds of its own time. */
    public long position() {
        return first == Long.MIN_VALUE ? 0 : last - first;
    }
}
