package io.framelog.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Formats figures, and takes their median. */
public final class Figures {
    private Figures() {}

    /** Formats figures, separated by slashes; a dash stands for NaN and infinity. */
    public static String of(int decimals, double... values) {
        return Arrays.stream(values)
                .mapToObj(value ->
                        Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "–")
                .collect(Collectors.joining(" / "));
    }

    /**
     * The exact median; of an even number of values the lower of the middle two. Ignores NaN; NaN if nothing is left.
     */
    public static double median(Collection<Double> values) {
        double[] sorted = values.stream()
                .mapToDouble(Double::doubleValue)
                .filter(value -> !Double.isNaN(value))
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[(sorted.length - 1) / 2];
    }
}
