package io.framelog.benchmarks.load;

import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** The ages that a group of connections saw, and by what they were told. For one thread. */
final class Tally {
    /** Of an hour at most; three digits hold. */
    private static final long LARGEST_MICROS = TimeUnit.HOURS.toMicros(1);

    private final Histogram micros = new Histogram(LARGEST_MICROS, 3);
    private final Set<AgeSource> sources = EnumSet.noneOf(AgeSource.class);

    void add(long nanos, AgeSource source) {
        micros.recordValue(Math.min(LARGEST_MICROS, Math.max(0, nanos / 1000)));
        sources.add(source);
    }

    Ages ages() {
        return Ages.of(micros);
    }

    Set<AgeSource> sources() {
        return Set.copyOf(sources);
    }
}
