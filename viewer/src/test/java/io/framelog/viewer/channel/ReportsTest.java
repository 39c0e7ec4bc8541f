package io.framelog.viewer.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsTest {
    private final Reports reports = new Reports();

    @Test
    void keepsTheLastOfEachPictureAndWakesNobody() {
        assertFalse(reports.add(Map.of(1, 1L, 2, 1L)));
        assertFalse(reports.add(Map.of(1, 5L)));
        assertFalse(reports.add(Map.of(3, 2L)));
        assertEquals(Map.of(1, 5L, 2, 1L, 3, 2L), reports.take());
        assertTrue(reports.isEmpty());
    }

    @Test
    void wakesTheThreadThatWaits() {
        reports.await();
        assertTrue(reports.add(Map.of(1, 1L)));
        reports.take();
        assertFalse(reports.add(Map.of(1, 2L)));
    }

    @Test
    void wakesTheThreadBeforeTooManyArePiledUp() {
        boolean told = false;
        for (int id = 1; id <= MessageReader.MAX_PICTURES + 1; id++) {
            told = reports.add(Map.of(id, 1L));
        }
        assertTrue(told);
    }
}
