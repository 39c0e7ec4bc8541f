package io.framelog.latency;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;

/** Counts times by buckets, as Prometheus' histograms have them. Thread-safe; counting neither blocks nor allocates. */
public final class LatencyBuckets {
    /** Where the buckets end, in microseconds: close where live frames are, up to what an outage makes of them. */
    private static final long[] BOUNDS = {
        1_000,
        2_000,
        3_000,
        5_000,
        7_500,
        10_000,
        15_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000
    };

    private static final double MICROS_PER_SECOND = 1e6;

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder sum = new LongAdder();

    /** Begins with empty buckets. */
    public LatencyBuckets() {
        Arrays.setAll(counts, bucket -> new LongAdder());
    }

    /**
     * Counts a time.
     *
     * @param micros a negative time, which comes from two clocks, counts as 0
     */
    public void record(long micros) {
        int bucket = 0;
        while (bucket < BOUNDS.length && micros > BOUNDS[bucket]) {
            bucket++;
        }
        counts[bucket].increment();
        sum.add(Math.max(0, micros));
    }

    /** Where each bucket ends, in seconds; the last one has no end. */
    public static double[] bounds() {
        double[] bounds = Arrays.copyOf(
                Arrays.stream(BOUNDS)
                        .mapToDouble(bound -> bound / MICROS_PER_SECOND)
                        .toArray(),
                BOUNDS.length + 1);
        bounds[BOUNDS.length] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** How many times each bucket has, not including those of the buckets before it. */
    public long[] counts() {
        return Arrays.stream(counts).mapToLong(LongAdder::sum).toArray();
    }

    /** All times together, in seconds. */
    public double sum() {
        return sum.sum() / MICROS_PER_SECOND;
    }
}
