package io.framelog.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void theMedianIsTheMiddleRoundWhateverTheirOrder() {
        assertEquals(2, Figures.median(List.of(3.0, 1.0, 2.0)));
        assertEquals(1, Figures.median(List.of(2.0, 1.0)));
        assertEquals(7, Figures.median(List.of(Double.NaN, 7.0)));
        assertEquals(Double.NaN, Figures.median(List.of()));
    }

    @Test
    void aFigureThatIsNotThereIsADash() {
        assertEquals("1.2 / – / 1000.0", Figures.of(1, 1.24, Double.NaN, 1000));
        assertEquals("–", Figures.of(2, 1 / 0.0));
    }

    @Test
    void aColumnShowsTheMediansOfTheRounds() {
        Row<String, Double> row = new Row<>("case", List.of(3.0, 1.0, 2.0));
        assertEquals(
                "2.0 / -2.0",
                Column.<String, Double>medians("a", 1, value -> value, value -> -value)
                        .cell()
                        .apply(row));
    }

    @Test
    void thePageIsMarkdown() {
        String page = new Markdown()
                .heading(2, "Live")
                .paragraph("Words.")
                .table(List.of("x|y"), Column.of("a", row -> "1"), Column.of("b", row -> row))
                .list(List.of("one", "two"))
                .toString();
        assertEquals("""
                ## Live

                Words.

                | a | b |
                | --- | --- |
                | 1 | x\\|y |

                - one
                - two
                """, page);
    }
}
