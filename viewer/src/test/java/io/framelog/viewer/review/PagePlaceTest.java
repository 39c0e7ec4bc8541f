package io.framelog.viewer.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.history.Moment.At;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PagePlaceTest {
    private static final At NOON = new At(1_772_366_400_000_001L);

    @ParameterizedTest
    @ValueSource(strings = {"0@12", "0@12,3@7", "0@0,1@5", "0@12~1772350200000000"})
    void comesBackAsItWasGiven(String text) {
        assertEquals(text, PagePlace.parse(text).orElseThrow().toString());
    }

    @Test
    void isBeforeTheRecordThatItNames() {
        PagePlace place = PagePlace.parse("0@12,1@7").orElseThrow();
        assertEquals(12, place.limit(0, 100));
        assertEquals(7, place.limit(1, 100));
        assertEquals(0, place.limit(2, 100), "a partition that came later has nothing older");
        assertEquals(5, place.limit(0, 5), "a log that was replaced by a shorter one");
        assertEquals(100, PagePlace.END.limit(0, 100));
        assertEquals(0, PagePlace.BEGIN.limit(0, 100));
    }

    @Test
    void keepsTheTimeOnTheWayBack() {
        PagePlace place = PagePlace.of(NOON).at(Map.of(0, 12L));
        assertEquals(place, PagePlace.parse(place.toString()).orElseThrow());
        assertTrue(place.admits(Instant.parse("2026-03-01T12:00:00Z")));
        assertFalse(place.admits(Instant.parse("2026-03-01T12:00:00.000001Z")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-5m", "2026-03-01T08:30:00+01:00", "latest", "1772350200000", ""})
    void leavesTimesToOthers(String text) {
        assertEquals(Optional.empty(), PagePlace.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0@", "@1", "0@1,0@2", "0@1,", "0@12345678901234567890"})
    void refusesWhatIsNearlyAPlace(String text) {
        assertThrows(IllegalArgumentException.class, () -> PagePlace.parse(text));
    }
}
