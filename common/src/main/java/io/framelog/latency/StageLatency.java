package io.framelog.latency;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Measures how long a stage takes for each frame. Thread-safe; recording neither blocks nor allocates. */
public final class StageLatency {
    /** Longer times are recorded as one hour. */
    private static final long LONGEST_MICROS = 3_600_000_000L;
    /** Significant decimal digits of a recorded time. */
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(1, LONGEST_MICROS, DIGITS);
    private final Histogram total = new Histogram(1, LONGEST_MICROS, DIGITS);
    private Histogram interval = recorder.getIntervalHistogram();

    /**
     * Records one frame.
     *
     * @param micros a negative time, which comes from two machines' clocks, is recorded as 0
     */
    public void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
    }

    /** The frames since the previous call, or since the start. */
    public synchronized Figures sinceLast() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return Figures.of(interval);
    }

    /** All frames since the start. */
    public synchronized Figures sinceBeginning() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return Figures.of(total);
    }

    /**
     * A summary of frames' times.
     *
     * @param frames the number of frames
     * @param p50 the median, in milliseconds
     * @param p99 the 99th percentile, in milliseconds
     * @param max the longest time, in milliseconds
     */
    public record Figures(long frames, double p50, double p99, double max) {
        private static Figures of(Histogram histogram) {
            return new Figures(
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getMaxValue() / 1e3);
        }

        /** {@code p50/p99/max} in milliseconds; a dash if there was no frame. */
        @Override
        public String toString() {
            return frames == 0 ? "-" : String.format(Locale.ROOT, "%.1f/%.1f/%.1f", p50, p99, max);
        }
    }
}
