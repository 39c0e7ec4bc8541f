package io.framelog.viewer.receiving;

import io.framelog.latency.LatencyBuckets;
import io.framelog.latency.StageLatency;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.part.Receipt;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.LongAdder;

/** Counts what comes from Kafka. Thread-safe. */
public final class ReceiverCounters {
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder unwatched = new LongAdder();
    private final SkippedRecords skipped = new SkippedRecords();
    private final StageLatency received = new StageLatency();
    private final LatencyBuckets captureToReceive = new LatencyBuckets();
    private final LongAdder ahead = new LongAdder();
    private final LongAdder behind = new LongAdder();
    private volatile long lag;
    private volatile long ageMicros;

    void frame(int length, long microsSinceCapture) {
        frames.increment();
        bytes.add(length);
        ageMicros = microsSinceCapture;
        received.record(microsSinceCapture);
        if (Receipt.isPlausible(microsSinceCapture)) {
            captureToReceive.record(microsSinceCapture);
        } else if (microsSinceCapture < 0) {
            ahead.increment();
        } else {
            behind.increment();
        }
    }

    void lag(long records) {
        lag = records;
    }

    void unwatched() {
        unwatched.increment();
    }

    /** Frames received of streams that somebody watches. */
    public long frames() {
        return frames.sum();
    }

    /** Bytes of their images. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames received of streams that nobody watches: they share a partition with a watched one. */
    public long unwatchedCount() {
        return unwatched.sum();
    }

    /** Records that were not shown, by reason. */
    public SkippedRecords skipped() {
        return skipped;
    }

    /** How many records the receiver is behind the ends of its partitions. */
    public long lag() {
        return lag;
    }

    /** From capture to receipt of the last frame, by two machines' clocks. */
    public Duration age() {
        return Duration.of(ageMicros, ChronoUnit.MICROS);
    }

    /** From capture to receipt of each frame of which this is plausible. */
    public LatencyBuckets captureToReceive() {
        return captureToReceive;
    }

    /** Frames that were captured after their receipt, by their time. */
    public long aheadCount() {
        return ahead.sum();
    }

    /** Frames that were captured too long before their receipt, by their time. */
    public long behindCount() {
        return behind.sum();
    }

    /** From capture to receipt of each frame, by two machines' clocks. */
    public StageLatency received() {
        return received;
    }
}
