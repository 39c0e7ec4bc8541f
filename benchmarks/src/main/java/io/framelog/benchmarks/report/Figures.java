package io.framelog.benchmarks.report;

import java.util.Locale;

/** How figures are written. */
public final class Figures {
    private Figures() {}

    /** With so many places behind the point; a dash where there is no figure. */
    public static String of(double value, int places) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + places + "f", value) : "–";
    }

    /** Several in one cell. */
    public static String of(int places, double... values) {
        StringBuilder cell = new StringBuilder();
        for (double value : values) {
            cell.append(cell.isEmpty() ? "" : " / ").append(of(value, places));
        }
        return cell.toString();
    }
}
