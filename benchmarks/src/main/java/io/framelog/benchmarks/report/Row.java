package io.framelog.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A case that was measured, and its samples.
 *
 * @param samples one for each round
 */
public record Row<K, S>(K key, List<S> samples) {
    /** The median of one figure; see {@link Figures#median}. */
    public double median(ToDoubleFunction<S> figure) {
        return Figures.median(samples.stream().map(figure::applyAsDouble).toList());
    }

    /** The medians of some figures in one cell. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public final String medians(int decimals, ToDoubleFunction<S>... figures) {
        return Figures.of(
                decimals, Arrays.stream(figures).mapToDouble(this::median).toArray());
    }
}
