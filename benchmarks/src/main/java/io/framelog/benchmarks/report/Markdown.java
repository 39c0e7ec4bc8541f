package io.framelog.benchmarks.report;

import java.util.List;

/** A page of Markdown, written from its top to its bottom. For one thread. */
public final class Markdown {
    private final StringBuilder text = new StringBuilder();

    /** A heading of level 1 to 6. */
    public Markdown heading(int level, String title) {
        return block("#".repeat(level) + " " + title + "\n");
    }

    /** A paragraph. */
    public Markdown paragraph(String words) {
        return block(words + "\n");
    }

    /** A list. */
    public Markdown list(List<String> items) {
        return items.isEmpty() ? this : block("- " + String.join("\n- ", items) + "\n");
    }

    /** A table, its rows of as many cells as its head. */
    public Markdown table(List<String> head, List<List<String>> rows) {
        StringBuilder table = new StringBuilder();
        row(table, head);
        table.append("|").append(" --- |".repeat(head.size())).append('\n');
        rows.forEach(cells -> row(table, cells));
        return block(table.toString());
    }

    private static void row(StringBuilder table, List<String> cells) {
        cells.forEach(
                cell -> table.append("| ").append(cell.replace("|", "\\|")).append(' '));
        table.append("|\n");
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
