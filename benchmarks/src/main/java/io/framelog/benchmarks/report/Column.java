package io.framelog.benchmarks.report;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** A column of a table: its heading, and the text that it shows of a row. */
public record Column<R>(String heading, Function<R, String> cell) {
    /** Shows any text. */
    public static <R> Column<R> of(String heading, Function<R, String> cell) {
        return new Column<>(heading, cell);
    }

    /** Shows the medians of some figures over all rounds, separated by slashes. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public static <K, S> Column<Row<K, S>> medians(String heading, int decimals, ToDoubleFunction<S>... figures) {
        return new Column<>(heading, row -> row.medians(decimals, figures));
    }
}
