package io.framelog.viewer.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final StreamName CAMERA = new StreamName("camera");

    private long nanos;
    private final Catalog catalog = new Catalog(Clock.fixed(NOW, ZoneOffset.UTC), () -> nanos);

    @Test
    void showsTheNewestFramesAgeAndSize() {
        catalog.observe(frame(CAMERA, 3, 7, 2), true);

        StreamView view = view();
        assertEquals(Optional.of(Duration.ofSeconds(2)), view.age());
        assertEquals(Optional.of(new ImageSize(640, 480)), view.size());
        assertEquals(State.LIVE, view.state().kind());
        assertEquals(Set.of(3), catalog.partitions(CAMERA));
        assertEquals(Optional.of(new Position(3, 7)), catalog.newestPosition(CAMERA));
    }

    @Test
    void anOldFrameThatIsFoundIsNotTakenForNew() {
        catalog.observe(frame(CAMERA, 0, 7, 600), false);
        catalog.observe(frame(CAMERA, 0, 8, 600), false);

        assertEquals(State.LOST, view().state().kind());
    }

    @Test
    void aFrameCountsFromItsArrivalWhateverItsClockSays() {
        catalog.observe(frame(CAMERA, 0, 7, 600), true);
        catalog.observe(frame(CAMERA, 0, 8, 600), true);
        assertEquals(State.LIVE, view().state().kind());

        pass(11);
        assertEquals("no frame for 11 s", view().state().reason());
    }

    @Test
    void framesThatAPublisherSpeaksOfHaveArrivedWhetherTheyWereSeenOrNot() {
        catalog.observe(frame(CAMERA, 5, 90, 0), true);
        for (int second = 0; second < 30; second++) {
            catalog.updateStatus(CAMERA, status(State.LIVE, "", NOW, 100 + second), false);
            pass(1);
        }

        assertEquals(State.LIVE, view().state().kind());
        assertEquals(Map.of(CAMERA, new Position(5, 129)), catalog.unseenReported());

        catalog.observe(frame(CAMERA, 5, 129, 0), false);
        assertEquals(Map.of(), catalog.unseenReported());
        for (int second = 0; second < 15; second++) {
            catalog.updateStatus(CAMERA, status(State.LIVE, "", NOW, 129), false);
            pass(1);
        }
        assertEquals(State.LOST, view().state().kind(), "a status about old frames changes nothing");
    }

    @Test
    void knowsWhereAStreamOfWhichNobodySpeaksMayBeAmongOthers() {
        catalog.updateStatus(CAMERA, status(State.LIVE, ""), false);
        catalog.observe(frame(CAMERA, 5, 100, 0), true);
        assertFalse(catalog.hasStreamWithoutStatus(5));

        catalog.observe(frame(StreamName.DEFAULT, 5, 101, 0), true);
        assertTrue(catalog.hasStreamWithoutStatus(5));
        assertFalse(catalog.hasStreamWithoutStatus(4));

        pass(61);
        assertFalse(catalog.hasStreamWithoutStatus(5), "the stream was removed");
    }

    @Test
    void recordsWithoutKeyMayBeAnywhere() {
        List<StreamName> moved = new ArrayList<>();
        catalog.onMove(moved::add);

        catalog.observe(new ObservedFrame(StreamName.DEFAULT, false, 1, 0, 0, Optional.empty()), true);
        assertEquals(Set.of(1), catalog.partitions(StreamName.DEFAULT));
        catalog.observe(new ObservedFrame(StreamName.DEFAULT, true, 1, 1, 0, Optional.empty()), true);
        catalog.observe(new ObservedFrame(StreamName.DEFAULT, true, 1, 2, 0, Optional.empty()), true);

        assertEquals(Set.of(), catalog.partitions(StreamName.DEFAULT), "any partition");
        assertEquals(List.of(StreamName.DEFAULT, StreamName.DEFAULT), moved);
    }

    @Test
    void measuresTheRateOfWhatArrives() {
        catalog.observe(frame(CAMERA, 0, 0, 0), true);
        catalog.countArrivals(CAMERA, 1);
        for (int second = 0; second < 7; second++) {
            pass(1);
            catalog.countArrivals(0, 25);
            catalog.observe(frame(CAMERA, 0, second + 1, 0), true);
        }

        assertEquals(OptionalDouble.of(25), view().framesPerSecond());
    }

    @Test
    void knowsNoRateWhereStreamsShareAPartitionAndNobodySpeaks() {
        catalog.observe(frame(CAMERA, 0, 0, 0), true);
        catalog.observe(frame(new StreamName("other"), 0, 1, 0), true);
        catalog.countArrivals(0, 0);
        pass(2);
        catalog.countArrivals(0, 100);

        assertEquals(OptionalDouble.empty(), view().framesPerSecond());
    }

    @Test
    void knowsTheLastFrameOfAStreamWhosePublisherSaysThatItIsOver() {
        catalog.updateStatus(CAMERA, status(State.LIVE, ""), false);
        assertEquals(Optional.empty(), catalog.lastPosition(CAMERA));

        catalog.updateStatus(CAMERA, status(State.ENDED, ""), false);
        assertEquals(Optional.of(new Position(5, 99)), catalog.lastPosition(CAMERA));

        catalog.observe(frame(CAMERA, 5, 100, 0), true);
        assertEquals(Optional.empty(), catalog.lastPosition(CAMERA), "another producer wrote to the stream");
    }

    @Test
    void takesFromThePublisherWhatItSays() {
        catalog.updateStatus(CAMERA, status(State.LOST, "camera unplugged"), false);

        StreamView view = view();
        assertEquals(new StreamState(State.LOST, "camera unplugged"), view.state());
        assertEquals("/dev/video0", view.source());
        assertEquals(Optional.of(new Position(5, 99)), catalog.newestPosition(CAMERA));
        assertEquals(Set.of(5), catalog.partitions(CAMERA));
    }

    @Test
    void aPublisherIsHeardWhateverItsClockSays() {
        StreamStatus hourBehind = status(State.LIVE, "", NOW.minusSeconds(3600));
        catalog.updateStatus(CAMERA, hourBehind, false);
        catalog.observe(frame(CAMERA, 5, 100, 0), true);
        assertEquals(State.LIVE, view().state().kind());
        pass(11);
        assertEquals(new StreamState(State.LOST, "its publisher went silent 11 s ago"), view().state());
    }

    @Test
    void whatWasSaidBeforeTheViewerBeganIsAsOldAsItSays() {
        catalog.updateStatus(CAMERA, status(State.LIVE, "", NOW.minusSeconds(3600)), true);
        assertEquals(new StreamState(State.LOST, "its publisher went silent 60 min ago"), view().state());
    }

    @Test
    void forgetsWhatIsNeitherInTheLogNorSpokenOf() {
        catalog.updateStatus(CAMERA, status(State.ENDED, ""), false);
        catalog.observe(frame(StreamName.DEFAULT, 0, 0, 0), true);

        catalog.forgetFrames();
        assertTrue(catalog.contains(CAMERA));
        assertFalse(catalog.contains(StreamName.DEFAULT));

        catalog.forget(CAMERA, Map.of());
        assertFalse(catalog.contains(CAMERA));
    }

    @Test
    void forgottenStreamComesBackWithANewFrameOnly() {
        catalog.observe(frame(CAMERA, 5, 99, 0), true);

        catalog.forget(CAMERA, Map.of(5, 100L, 6, 50L));
        catalog.observe(frame(CAMERA, 5, 98, 0), true);
        catalog.observe(frame(CAMERA, 6, 49, 0), true);
        assertFalse(catalog.contains(CAMERA), "old frames do not count");

        catalog.observe(frame(CAMERA, 5, 100, 0), true);
        assertTrue(catalog.contains(CAMERA));
        catalog.forget(CAMERA, Map.of(5, 100L));
        assertTrue(catalog.contains(CAMERA), "its newest frame came after the request");
    }

    @Test
    void forgottenStreamComesBackWithAStatusOrInANewPartition() {
        catalog.forget(CAMERA, Map.of(5, 100L));
        catalog.observe(frame(CAMERA, 9, 0, 0), true);
        assertTrue(catalog.contains(CAMERA));

        catalog.forget(CAMERA, Map.of(5, 100L, 9, 1L));
        assertFalse(catalog.contains(CAMERA));
        catalog.updateStatus(CAMERA, status(State.LIVE, ""), false);
        assertTrue(catalog.contains(CAMERA));
    }

    @Test
    void newTopicHasNoForgottenStreams() {
        catalog.forget(CAMERA, Map.of(5, 100L));
        catalog.forgetFrames();
        catalog.observe(frame(CAMERA, 5, 0, 0), true);

        assertTrue(catalog.contains(CAMERA));
    }

    @Test
    void hasALimit() {
        for (int i = 0; i < Catalog.MAX_STREAMS + 1; i++) {
            catalog.observe(frame(new StreamName("s" + i), 0, i, 0), true);
        }

        assertEquals(Catalog.MAX_STREAMS, catalog.names().size());
        assertEquals(1, catalog.refusedCount());
    }

    @Test
    void aStatusOfTheYearOneIsOnlyOld() {
        catalog.updateStatus(CAMERA, status(State.LIVE, "", Instant.parse("0001-01-01T00:00:00Z")), true);
        assertEquals("its publisher went silent 36500 days ago", view().state().reason());
    }

    @Test
    void aFrameOfAnotherPartitionFromTheFutureIsNotTheNewest() {
        int tenYears = 315_360_000;
        catalog.observe(frame(CAMERA, 0, 7, 1), false);
        catalog.observe(frame(CAMERA, 1, 3, -tenYears), false);
        assertEquals(Optional.of(new Position(0, 7)), catalog.newestPosition(CAMERA));
    }

    @Test
    void aFrameBeforeOneFromTheFutureBecomesTheNewest() {
        int tenYears = 315_360_000;
        catalog.observe(frame(CAMERA, 1, 3, -tenYears), false);
        catalog.observe(frame(CAMERA, 0, 7, 1), false);
        assertEquals(Optional.of(new Position(0, 7)), catalog.newestPosition(CAMERA));
        assertEquals(Optional.of(Duration.ofSeconds(1)), view().age());
    }

    @Test
    void leavesOutPartitionsThatDoNotExist() {
        catalog.setExisting(Set.of(0, 1));
        catalog.updateStatus(CAMERA, status(State.LIVE, ""), false);
        assertEquals(Optional.empty(), catalog.newestPosition(CAMERA));
        assertEquals(Map.of(), catalog.unseenReported());
        assertEquals(Set.of(), catalog.partitions(CAMERA));
    }

    @Test
    void aStreamWithFramesFindsRoomAmongTooMany() {
        for (int number = 0; number < Catalog.MAX_STREAMS + 2_000; number++) {
            catalog.updateStatus(new StreamName("key" + number), status(State.LIVE, ""), false);
        }
        assertTrue(catalog.names().size() <= Catalog.MAX_STREAMS);
        catalog.observe(frame(CAMERA, 0, 7, 1), true);
        assertTrue(catalog.contains(CAMERA));
        for (int number = 0; number < Catalog.MAX_STREAMS; number++) {
            catalog.updateStatus(new StreamName("more" + number), status(State.LIVE, ""), false);
        }
        assertTrue(catalog.contains(CAMERA));
        assertTrue(catalog.refusedCount() >= 12_000 - Catalog.MAX_STREAMS, () -> catalog.refusedCount() + " refused");
    }

    private StreamView view() {
        return catalog.view(CAMERA).orElseThrow();
    }

    private void pass(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private static ObservedFrame frame(StreamName stream, int partition, long offset, int secondsOld) {
        long captured = TimeUnit.SECONDS.toMicros(NOW.minusSeconds(secondsOld).getEpochSecond());
        return new ObservedFrame(stream, false, partition, offset, captured, Optional.of(new ImageSize(640, 480)));
    }

    private static StreamStatus status(State state, String reason) {
        return status(state, reason, NOW.minusSeconds(1));
    }

    private static StreamStatus status(State state, String reason, Instant heartbeat) {
        return status(state, reason, heartbeat, 99);
    }

    private static StreamStatus status(State state, String reason, Instant heartbeat, long newest) {
        return new StreamStatus(
                state,
                reason,
                Optional.empty(),
                0,
                "/dev/video0",
                "host/1",
                "run",
                heartbeat,
                Optional.of(new Position(5, newest)));
    }
}
