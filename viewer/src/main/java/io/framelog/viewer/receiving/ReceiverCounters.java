package io.framelog.viewer.receiving;

import io.framelog.latency.StageLatency;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** What comes from Kafka, counted. Safe for any number of threads. */
public final class ReceiverCounters {
    /** Why a record is not shown. */
    public enum Skip {
        /** It holds no image, or its key is no stream's name. */
        NO_FRAME,
        /** Its image is larger than is allowed. */
        OVERSIZED,
        /** A frame from another partition, captured later, was shown already. */
        OUT_OF_ORDER,
        /** The memory for frames, or the stream's share of it, is full. */
        POOL_FULL,
        /** The receiver had fallen behind and went on with the newest. */
        BEHIND
    }

    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder unwatched = new LongAdder();
    private final Map<Skip, LongAdder> skipped = new EnumMap<>(Skip.class);

    private volatile long lag;
    private volatile long ageMicros;
    private final StageLatency received = new StageLatency();

    /** All zero. */
    public ReceiverCounters() {
        for (Skip reason : Skip.values()) {
            skipped.put(reason, new LongAdder());
        }
    }

    void frame(int length, long microsSinceCapture) {
        frames.increment();
        bytes.add(length);
        ageMicros = microsSinceCapture;
        received.record(microsSinceCapture);
    }

    void lag(long records) {
        lag = records;
    }

    void unwatched() {
        unwatched.increment();
    }

    /** Counts records that are not shown. */
    public void skip(Skip reason, long count) {
        adder(reason).add(count);
    }

    /** Frames received for streams that somebody watches. */
    public long frames() {
        return frames.sum();
    }

    /** Bytes of their images. */
    public long bytes() {
        return bytes.sum();
    }

    /** Frames received for nobody: they lie in one partition with a stream that is watched. */
    public long unwatchedCount() {
        return unwatched.sum();
    }

    /** How many records the receiver is behind the end of what it reads. */
    public long lag() {
        return lag;
    }

    /** From its capture to its receipt, of the last frame, by two machines' clocks. */
    public Duration age() {
        return Duration.of(ageMicros, ChronoUnit.MICROS);
    }

    /** From its capture to its receipt, of each frame, by two machines' clocks. */
    public StageLatency received() {
        return received;
    }

    /** Records that were not shown for a reason. */
    public long skipped(Skip reason) {
        return adder(reason).sum();
    }

    private LongAdder adder(Skip reason) {
        return Objects.requireNonNull(skipped.get(reason));
    }
}
