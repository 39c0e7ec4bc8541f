package io.framelog.viewer.detect;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import java.util.concurrent.atomic.LongAdder;

/** Counts what detection does. Written by its thread, read by any. */
final class DetectionCounters {
    private static final double NANOS = 1e9;

    private final LongAdder samples = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final LongAdder motions = new LongAdder();
    private final LongAdder faces = new LongAdder();
    private final LongAdder scenes = new LongAdder();
    private final LongAdder leaps = new LongAdder();
    private final LongAdder decodeNanos = new LongAdder();
    private final LongAdder lookNanos = new LongAdder();
    private volatile int partitions;
    private volatile int streams;
    private volatile double lagSeconds;

    /** A picture was looked at. */
    void sample(long decoded, long looked) {
        samples.increment();
        decodeNanos.add(decoded);
        lookNanos.add(looked);
    }

    /** A picture was due, and left out to follow the stream. */
    void skipped() {
        skipped.increment();
    }

    /** A picture was due, and cannot be decoded. */
    void damaged() {
        damaged.increment();
    }

    /** Detection had fallen behind, and continued with the newest frames. */
    void leapt() {
        leaps.increment();
    }

    void written(StreamEvent event) {
        if (event.type().equals(EventType.MOTION)) {
            motions.increment();
        } else if (event.type().equals(EventType.FACE)) {
            faces.increment();
        } else {
            scenes.increment();
        }
    }

    void partitions(int number) {
        partitions = number;
    }

    void streams(int number) {
        streams = number;
    }

    void lag(double seconds) {
        lagSeconds = seconds;
    }

    double sampleCount() {
        return samples.sum();
    }

    double skippedCount() {
        return skipped.sum();
    }

    double damagedCount() {
        return damaged.sum();
    }

    double motionCount() {
        return motions.sum();
    }

    double faceCount() {
        return faces.sum();
    }

    double sceneCount() {
        return scenes.sum();
    }

    double leapCount() {
        return leaps.sum();
    }

    double decodeSeconds() {
        return decodeNanos.sum() / NANOS;
    }

    double lookSeconds() {
        return lookNanos.sum() / NANOS;
    }

    double partitionCount() {
        return partitions;
    }

    double streamCount() {
        return streams;
    }

    double lagSeconds() {
        return lagSeconds;
    }
}
