package io.framelog.latency;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * How long a stage took, frame by frame. Recorded by any number of threads, which neither wait nor allocate; read by any
 * number, one after the other.
 */
public final class StageLatency {
    /** What takes longer counts as this long: an hour, in microseconds. */
    private static final long LONGEST_MICROS = 3_600_000_000L;
    /** Times are kept to a hundredth. */
    private static final int DIGITS = 2;

    private final Recorder recorder = new Recorder(1, LONGEST_MICROS, DIGITS);
    private final Histogram total = new Histogram(1, LONGEST_MICROS, DIGITS);
    private Histogram interval = recorder.getIntervalHistogram();

    /**
     * Takes note of one frame.
     *
     * @param micros less than nothing, as two machines' clocks may have it, counts as nothing
     */
    public void record(long micros) {
        recorder.recordValue(Math.max(0, Math.min(LONGEST_MICROS, micros)));
    }

    /** The frames since the last call, or the beginning. */
    public synchronized Figures sinceLast() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return Figures.of(interval);
    }

    /** All frames since the beginning. */
    public synchronized Figures sinceBeginning() {
        interval = recorder.getIntervalHistogram(interval);
        total.add(interval);
        return Figures.of(total);
    }

    /**
     * Frames' times.
     *
     * @param frames how many
     * @param p50 of half of them, milliseconds at most
     * @param p99 of 99 in a hundred
     * @param max of all
     */
    public record Figures(long frames, double p50, double p99, double max) {
        private static Figures of(Histogram histogram) {
            return new Figures(
                    histogram.getTotalCount(),
                    histogram.getValueAtPercentile(50) / 1e3,
                    histogram.getValueAtPercentile(99) / 1e3,
                    histogram.getMaxValue() / 1e3);
        }

        /** For people: {@code p50/p99/max}, in milliseconds; a dash where there was no frame. */
        @Override
        public String toString() {
            return frames == 0 ? "-" : String.format(Locale.ROOT, "%.1f/%.1f/%.1f", p50, p99, max);
        }
    }
}
