package io.framelog.benchmarks.load;

import org.HdrHistogram.Histogram;

/**
 * Frames' ages in milliseconds. An age below 0 counts as 0.
 *
 * @param count how many there are; where that is 0, the others are NaN
 */
public record Ages(long count, double p50, double p99, double max) {
    /** Where there are none. */
    public static final Ages NONE = new Ages(0, Double.NaN, Double.NaN, Double.NaN);

    /** @param micros the ages in microseconds */
    static Ages of(Histogram micros) {
        return micros.getTotalCount() == 0
                ? NONE
                : new Ages(
                        micros.getTotalCount(),
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3,
                        micros.getMaxValue() / 1e3);
    }
}
