package io.framelog.benchmarks.faults;

import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Markdown;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was promised and what was measured. Not thread-safe. */
public final class Findings {
    /** A promise, what was measured, and whether that keeps it. */
    private record Finding(String promise, String measured, boolean kept) {}

    private final PrintStream progress;
    private final List<Finding> all = new ArrayList<>();

    /** @param progress shows each finding at once */
    public Findings(PrintStream progress) {
        this.progress = progress;
    }

    /** Prints a line of progress. */
    void say(String format, Object... values) {
        progress.println(String.format(Locale.ROOT, format, values));
        progress.flush();
    }

    /** Records whether a promise was kept. */
    void add(String promise, boolean kept, String format, Object... values) {
        Finding finding = new Finding(promise, String.format(Locale.ROOT, format, values), kept);
        all.add(finding);
        say("%s: %s: %s", kept ? "kept" : "NOT KEPT", promise, finding.measured());
    }

    /** Records that a value stayed what it was, but for a share of it and a few more. */
    void flat(String what, double before, double after, double share, double more, String unit) {
        add(what + " flat", after <= before * (1 + share) + more, "%.0f, then %.0f %s", before, after, unit);
    }

    /** Whether all promises were kept. */
    public boolean kept() {
        return all.stream().allMatch(Finding::kept);
    }

    /** Writes them as a table. */
    public void write(Markdown page) {
        page.table(
                all,
                Column.of("promise", Finding::promise),
                Column.of("measured", Finding::measured),
                Column.of("kept", finding -> finding.kept() ? "yes" : "no"));
    }
}
