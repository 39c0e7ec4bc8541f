package io.framelog.benchmarks.report;

import java.util.Collection;
import java.util.function.ToDoubleFunction;

/** The middle one of several rounds. */
public final class Medians {
    private Medians() {}

    /** The median; of an even number the lower one of the middle two; NaN where there is none. */
    public static double of(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }

    /** The same of one figure of each round. */
    public static <R> double of(Collection<R> rounds, ToDoubleFunction<R> figure) {
        return of(rounds.stream().map(figure::applyAsDouble).toList());
    }
}
