package io.framelog.latency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {
    private final LatencyBuckets buckets = new LatencyBuckets();

    @Test
    void countsATimeInTheFirstBucketThatIsNotShorter() {
        buckets.record(1_000);
        buckets.record(1_001);
        buckets.record(20_000_000);
        buckets.record(-5);
        long[] counts = buckets.counts();
        assertEquals(2, counts[0], "up to 1 ms, also what is negative");
        assertEquals(1, counts[1], "up to 2 ms");
        assertEquals(1, counts[counts.length - 1], "more than the longest");
        assertEquals(20.002001, buckets.sum(), 1e-9);
    }

    @Test
    void bucketsEndWhereTheNextOneBegins() {
        double[] bounds = LatencyBuckets.bounds();
        double[] sorted = bounds.clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, bounds);
        assertEquals(buckets.counts().length, bounds.length);
        assertEquals(Double.POSITIVE_INFINITY, bounds[bounds.length - 1]);
    }
}
