package io.framelog.benchmarks.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void theMedianIsTheMiddleRoundWhateverTheirOrder() {
        assertEquals(2, Medians.of(List.of(3.0, 1.0, 2.0)));
        assertEquals(1, Medians.of(List.of(2.0, 1.0)));
        assertEquals(7, Medians.of(List.of(Double.NaN, 7.0)));
        assertEquals(Double.NaN, Medians.of(List.<Double>of()));
    }

    @Test
    void aFigureThatIsNotThereIsADash() {
        assertEquals("1.2 / – / 1000.0", Figures.of(1, 1.24, Double.NaN, 1000));
        assertEquals("–", Figures.of(1 / 0.0, 2));
    }

    @Test
    void thePageIsMarkdown() {
        String page = new Markdown()
                .heading(2, "Live")
                .paragraph("Words.")
                .table(List.of("a", "b"), List.of(List.of("1", "x|y")))
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
