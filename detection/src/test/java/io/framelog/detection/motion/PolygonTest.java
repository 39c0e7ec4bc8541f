package io.framelog.detection.motion;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolygonTest {
    @Test
    void knowsWhatIsInside() {
        Polygon corner = Polygon.parse(" 0,0 1,0  1,0.2 0.2,0.2 0.2,1 0,1");

        assertTrue(corner.contains(0.1, 0.9));
        assertTrue(corner.contains(0.9, 0.1));
        assertFalse(corner.contains(0.5, 0.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "0,0 1,1", "0,0 1,0 1", "0,0 1,0 1,x", "0,0 1,0 1,1.5", "0,0 1,0 NaN,1", "0,0 1,0 1,1,1"})
    void refusesWhatIsNoPolygon(String text) {
        assertThrows(IllegalArgumentException.class, () -> Polygon.parse(text));
    }
}
