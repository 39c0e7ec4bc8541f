package io.framelog.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A page of Markdown, written from top to bottom. Not thread-safe. */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    /** Adds a heading of level 1 to 6. */
    public Markdown heading(int level, String title) {
        return block("#".repeat(level) + " " + title + "\n");
    }

    /** Adds a paragraph. */
    public Markdown paragraph(String words) {
        return block(words + "\n");
    }

    /** Adds a list; nothing if it is empty. */
    public Markdown list(List<String> items) {
        return items.isEmpty() ? this : block("- " + String.join("\n- ", items) + "\n");
    }

    /** Adds a table with one line for each row. */
    @SafeVarargs
    @SuppressWarnings("varargs") // it is only read
    public final <R> Markdown table(List<R> rows, Column<R>... columns) {
        List<Column<R>> all = Arrays.asList(columns);
        StringBuilder table =
                new StringBuilder(line(all.stream().map(Column::heading).toList()));
        table.append("|").append(" --- |".repeat(columns.length)).append('\n');
        rows.forEach(row -> table.append(
                line(all.stream().map(column -> column.cell().apply(row)).toList())));
        return block(table.toString());
    }

    private static String line(List<String> cells) {
        return cells.stream().map(cell -> cell.replace("|", "\\|")).collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private Markdown block(String block) {
        text.append(text.isEmpty() ? "" : "\n").append(block);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
