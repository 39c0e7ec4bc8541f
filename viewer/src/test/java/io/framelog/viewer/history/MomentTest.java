package io.framelog.viewer.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "2026-03-01T08:30:00Z,2026-03-01T08:30:00Z",
        "2026-03-01T08:30:00.123456Z,2026-03-01T08:30:00.123456Z",
        "2026-03-01t08:30:00z,2026-03-01T08:30:00Z",
        "2026-03-01T08:30:00+01:00,2026-03-01T07:30:00Z",
        "2026-03-01T08:30:00 01:00,2026-03-01T07:30:00Z",
        "2026-03-01T08:30:00-05:30,2026-03-01T14:00:00Z",
        "1772352000000,2026-03-01T08:00:00Z",
        "1772352000.25,2026-03-01T08:00:00.25Z",
        "1772352000,2026-03-01T08:00:00Z",
        "1772352000123456,2026-03-01T08:00:00.123456Z",
        "1772352000123456789,2026-03-01T08:00:00.123456Z",
        "0,1970-01-01T00:00:00Z",
        "99999999,1970-01-02T03:46:39.999Z",
        "-90s,2026-03-01T11:58:30Z",
        "-5m,2026-03-01T11:55:00Z",
        "-2h,2026-03-01T10:00:00Z",
        "-1d,2026-02-28T12:00:00Z",
        "-250ms,2026-03-01T11:59:59.750Z"
    })
    void readsTimes(String text, Instant expected) {
        assertEquals(expected, ((Moment.At) Moment.parse(text, NOW)).instant());
    }

    @Test
    void readsTheEndsOfTheLogAndPositions() {
        assertEquals(new Moment.Earliest(), Moment.parse("earliest", NOW));
        assertEquals(new Moment.Latest(), Moment.parse("latest", NOW));
        assertEquals(new Moment.Latest(), Moment.parse("now", NOW));
        assertEquals(new Moment.Latest(), Moment.parse("NOW", NOW));
        assertEquals(new Moment.Exactly(new Position(3, 12_345)), Moment.parse("3@12345", NOW));
    }

    @ParameterizedTest
    @CsvSource({
        "1772352000, 1772352000 was read as seconds; in milliseconds it is 1772352000000",
        "1772352000123456, 1772352000123456 was read as microseconds; in milliseconds it is 1772352000123",
        "1772352000123456789, 1772352000123456789 was read as nanoseconds; in milliseconds it is 1772352000123",
        "1772352000000,",
        "1772352000.25,",
        "0,",
        "latest,"
    })
    void tellsWhichUnitANumberHas(String text, @Nullable String note) {
        assertEquals(Optional.ofNullable(note), Moment.note(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-03-01",
                "2026-03-01T08:30:00",
                "5m",
                "-5",
                "-5w",
                "-1.5s",
                "3@",
                "@3",
                "1e3",
                "99999999999999999999",
                "2026-13-01T00:00:00Z",
                "-999999999d",
                "3@99999999999999999999"
            })
    void saysWhatAMomentLooksLike(String text) {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Moment.parse(text, NOW));

        assertTrue(String.valueOf(refused.getMessage()).contains("3@12345"), refused::getMessage);
    }
}
