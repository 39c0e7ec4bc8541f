package io.framelog.viewer.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.StreamName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the catalog tells of the clock that stamps a stream. */
class ClockSkewTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StreamName CAMERA = new StreamName("camera");

    private final Catalog catalog = new Catalog(Clock.fixed(NOW, ZoneOffset.UTC), () -> 0);
    private long offset;

    @ParameterizedTest
    @ValueSource(longs = {-9, -1, 0, 1})
    void aClockThatIsAlmostRightIsRight(long ahead) {
        arrive(ahead, ahead, ahead, ahead, ahead);

        assertEquals(Duration.ZERO, catalog.clockSkew(CAMERA));
        assertEquals("", view().clockNote());
        assertEquals(Duration.ZERO, catalog.worstClockSkew());
    }

    @ParameterizedTest
    @CsvSource({
        "3, the times of its frames are 3 s ahead of the viewer's clock",
        "10800, the times of its frames are 3 h ahead of the viewer's clock",
        "-30, the times of its frames are 30 s behind the viewer's clock",
        "-189302400, the times of its frames are 2191 days behind the viewer's clock"
    })
    void tellsHowWrongAClockIs(long ahead, String note) {
        arrive(ahead, ahead, ahead);

        assertEquals(Duration.ofSeconds(ahead), catalog.clockSkew(CAMERA));
        assertEquals(note, view().clockNote());
        assertEquals(Duration.ofSeconds(Math.abs(ahead)), catalog.worstClockSkew());
    }

    @Test
    void aSingleWrongTimeSaysNothing() {
        arrive(0, 0, 3000, 0, 0);
        assertEquals(Duration.ZERO, catalog.clockSkew(CAMERA));

        assertEquals(
                OptionalLong.of(TimeUnit.SECONDS.toMicros(NOW.plusSeconds(3000).getEpochSecond())),
                catalog.latestMicros(CAMERA),
                "but a time that the viewer gave is accepted");
    }

    @Test
    void aClockThatIsSetRightIsRight() {
        arrive(10_800, 10_800, 10_800, 10_800, 10_800);
        arrive(0, 0, 0);

        assertEquals(Duration.ZERO, catalog.clockSkew(CAMERA));
    }

    @Test
    void anOldFrameSaysNothingOfItsClockUnlessItIsFromTheFuture() {
        catalog.observe(frame(-600), false);
        assertEquals(Duration.ZERO, catalog.clockSkew(CAMERA));

        catalog.observe(frame(600), false);
        assertEquals(Duration.ofMinutes(10), catalog.clockSkew(CAMERA));
    }

    @Test
    void theAgeOfAFrameIsByItsOwnClockIfThatIsAhead() {
        arrive(10_800, 10_800, 10_800);
        assertEquals(Optional.of(Duration.ZERO), view().age());
    }

    private void arrive(long... secondsAhead) {
        for (long ahead : secondsAhead) {
            catalog.observe(frame(ahead), true);
        }
    }

    private ObservedFrame frame(long secondsAhead) {
        long captured = TimeUnit.SECONDS.toMicros(NOW.plusSeconds(secondsAhead).getEpochSecond());
        return new ObservedFrame(CAMERA, false, 0, offset++, captured, Optional.empty());
    }

    private StreamView view() {
        return catalog.view(CAMERA).orElseThrow();
    }
}
