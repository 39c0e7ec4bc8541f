package io.framelog.benchmarks.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Percentiles of latencies in milliseconds, to three significant digits.
 *
 * @param count how many there are; if 0, the others are NaN
 */
public record Latencies(long count, double p50, double p99, double max) {
    private static final long LARGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    /** The percentiles of what was {@linkplain #record recorded}. */
    public static Latencies of(Histogram micros) {
        return micros.getTotalCount() == 0
                ? new Latencies(0, Double.NaN, Double.NaN, Double.NaN)
                : new Latencies(
                        micros.getTotalCount(),
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getMaxValue() / 1e3);
    }

    /** An empty histogram. */
    public static Histogram histogram() {
        return new Histogram(LARGEST_MICROS, 3);
    }

    /** Adds a latency to a histogram without allocation; a negative one counts as 0, more than an hour as an hour. */
    public static void record(Histogram micros, long nanos) {
        micros.recordValue(Math.min(LARGEST_MICROS, Math.max(0, nanos / 1000)));
    }
}
