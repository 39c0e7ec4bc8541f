package io.framelog.benchmarks.load;

import java.util.Collection;
import org.HdrHistogram.Histogram;

/** Times in milliseconds, told as {@link Ages} are. */
public final class Latencies {
    private Latencies() {}

    /** Their percentiles. */
    public static Ages of(Collection<Double> millis) {
        Histogram micros = new Histogram(3);
        millis.forEach(value -> micros.recordValue(Math.round(1000 * value)));
        return Ages.of(micros);
    }
}
