package io.framelog.viewer.live;

import io.framelog.latency.LatencyBuckets;
import io.framelog.latency.StageLatency;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/** Counts what the fan-out sends and skips. Thread-safe. */
public final class FanOutCounters {
    private final LongAdder sent = new LongAdder();
    private final LongAdder sentBytes = new LongAdder();
    private final LongAdder skippedBusy = new LongAdder();
    private final LongAdder skippedBurst = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final StageLatency firstWrite = new StageLatency();
    private final StageLatency lastWrite = new StageLatency();
    private final LatencyBuckets captureToWrite = new LatencyBuckets();
    private volatile LongConsumer onFirstWrite = nanos -> {};

    /** A frame was sent to a client. */
    public void sent(int bytes) {
        sent.increment();
        sentBytes.add(bytes);
    }

    /** A client did not get a frame because it was still taking an earlier one. */
    public void skippedBusy() {
        skippedBusy.increment();
    }

    void skippedBurst() {
        skippedBurst.increment();
    }

    /** A client's connection was ended because it took nothing for too long. */
    public void stalled() {
        stalled.increment();
    }

    void written(long firstNanos, long lastNanos) {
        firstWrite.record(TimeUnit.NANOSECONDS.toMicros(firstNanos));
        lastWrite.record(TimeUnit.NANOSECONDS.toMicros(lastNanos));
        onFirstWrite.accept(firstNanos);
    }

    void writtenWhole(long nanosSinceCapture) {
        captureToWrite.record(TimeUnit.NANOSECONDS.toMicros(nanosSinceCapture));
    }

    /** From a frame's capture until all of it was given to a client's connection. */
    public LatencyBuckets captureToWrite() {
        return captureToWrite;
    }

    /** Frames sent to clients: one for each client. */
    public long sent() {
        return sent.sum();
    }

    /** The bytes of these frames. */
    public long sentBytes() {
        return sentBytes.sum();
    }

    /** Frames that a client did not get because it was still taking an earlier one. */
    public long skippedBusyCount() {
        return skippedBusy.sum();
    }

    /** Frames that no client got because newer ones came before the fan-out thread could send them. */
    public long skippedBurstCount() {
        return skippedBurst.sum();
    }

    /** Connections ended because the client took nothing for too long. */
    public long stalledCount() {
        return stalled.sum();
    }

    /** The time from a frame's receipt to its first write. */
    public StageLatency firstWrite() {
        return firstWrite;
    }

    /** The time from a frame's receipt to its write to the last client. */
    public StageLatency lastWrite() {
        return lastWrite;
    }

    /** Sets what is called with each frame's time from receipt to first write, in nanoseconds. */
    public void onFirstWrite(LongConsumer listener) {
        onFirstWrite = listener;
    }
}
