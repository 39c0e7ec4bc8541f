package io.framelog.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "90s, PT1M30S",
        "5m, PT5M",
        "2h, PT2H",
        "1d, PT24H",
        "0s, PT0S",
        "999999999d, PT23999999976H"
    })
    void readsAndWritesEveryUnit(String text, Duration duration) {
        assertEquals(Optional.of(duration), DurationText.parse(text));
        assertEquals(text, DurationText.format(duration));
    }

    @ParameterizedTest
    @CsvSource({"60s, 1m", "120m, 2h", "24h, 1d", "1000ms, 1s", "0d, 0s"})
    void writesTheLongestUnitThatFits(String text, String shortest) {
        assertEquals(shortest, DurationText.format(DurationText.parse(text).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-5s", "1.5h", "5 s", "5S", "1w", "1h30m", "1000000000s"})
    void refusesAnythingElse(String text) {
        assertEquals(Optional.empty(), DurationText.parse(text));
    }
}
