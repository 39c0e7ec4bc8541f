package io.framelog.viewer.notify;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** Counts what a receiver was told. Thread-safe. */
final class ReceiverCounters {
    private static final double NANOS = 1e9;

    private final LongAdder delivered = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder quiet = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder past = new LongAdder();
    private final AtomicLong waiting = new AtomicLong();
    /** When the first of the present failures was; 0 without one. */
    private final AtomicLong failingSince = new AtomicLong();

    void delivered() {
        delivered.increment();
    }

    void refused() {
        refused.increment();
    }

    /** The receiver is there. */
    void works() {
        failingSince.set(0);
    }

    void failed() {
        failed.increment();
        failingSince.compareAndSet(0, System.nanoTime() | 1);
    }

    void quiet() {
        quiet.increment();
    }

    void skipped() {
        skipped.increment();
    }

    /** An event that a search of the past has found, and that is not told. */
    void past() {
        past.increment();
    }

    void waiting(long events) {
        waiting.set(events);
    }

    double deliveredCount() {
        return delivered.sum();
    }

    double refusedCount() {
        return refused.sum();
    }

    double failedCount() {
        return failed.sum();
    }

    double quietCount() {
        return quiet.sum();
    }

    double skippedCount() {
        return skipped.sum();
    }

    double pastCount() {
        return past.sum();
    }

    double waitingCount() {
        return waiting.get();
    }

    /** For how long the present event could not be delivered, in seconds. */
    double failingSeconds() {
        long since = failingSince.get();
        return since == 0 ? 0 : (System.nanoTime() - since) / NANOS;
    }
}
