package io.framelog.viewer.live;

import io.framelog.latency.StageLatency;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** What the fan-out counts. Written by the fan-out thread, read by any. */
public final class FanOutCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder skippedBusy = new LongAdder();
    private final LongAdder skippedBurst = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final StageLatency firstWrite = new StageLatency();
    private final StageLatency lastWrite = new StageLatency();
    private volatile LongConsumer onFirstWrite = nanos -> {};

    void sent(int bytes) {
        sent.increment();
        sentBytes.add(bytes);
    }

    void skippedBusy() {
        skippedBusy.increment();
    }

    void skippedBurst() {
        skippedBurst.increment();
    }

    void stalled() {
        stalled.increment();
    }

    void written(long firstNanos, long lastNanos) {
        firstWrite.record(TimeUnit.NANOSECONDS.toMicros(firstNanos));
        lastWrite.record(TimeUnit.NANOSECONDS.toMicros(lastNanos));
        onFirstWrite.accept(firstNanos);
    }

    /** Frames given to connections. */
    public long sent() {
        return sent.sum();
    }

    /** Bytes of them. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Frames that a connection did not get because it was still taking an earlier one. */
    public long skippedBusyCount() {
        return skippedBusy.sum();
    }

    /** Frames that nobody got because newer ones were there before the fan-out thread came to them. */
    public long skippedBurstCount() {
        return skippedBurst.sum();
    }

    /** Connections ended because they took nothing for too long. */
    public long stalledCount() {
        return stalled.sum();
    }

    /** From Kafka's client to a frame's first write. */
    public StageLatency firstWrite() {
        return firstWrite;
    }

    /** From Kafka's client to the last connection's write of a frame. */
    public StageLatency lastWrite() {
        return lastWrite;
    }

    /** Passes on, from now on, how long each frame took from Kafka's client to its first write, in nanoseconds. */
    public void onFirstWrite(LongConsumer listener) {
        onFirstWrite = listener;
    }
}
