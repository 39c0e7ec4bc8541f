package io.framelog.viewer.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.TimeRange;
import io.framelog.viewer.events.EventKinds;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PageFilterTest {
    private static final StreamName YARD = new StreamName("yard");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final PageFilter ALL =
            new PageFilter(stream -> true, EventKinds.ALL, Set.of(), Optional.empty(), Optional.empty());

    @Test
    void admitsOnlyTheZonesThatAreWanted() {
        PageFilter door = new PageFilter(
                stream -> true, EventKinds.ALL, Set.of("door", "gate"), Optional.empty(), Optional.empty());
        assertTrue(door.admits(event(NOON, Map.of("zones", List.of("path", "door")))));
        assertFalse(door.admits(event(NOON, Map.of("zones", List.of("path")))));
        assertFalse(door.admits(event(NOON, Map.of("zones", "door"))), "it is no list");
        assertFalse(door.admits(event(NOON, Map.of())));
        assertTrue(ALL.admits(event(NOON, Map.of())));
    }

    @Test
    void linkToARangeShowsNothingThatBeganBeforeIt() {
        TimeRange range = new TimeRange(NOON, NOON.plusSeconds(60));
        PageFilter link =
                new PageFilter(stream -> true, EventKinds.ALL, Set.of(), Optional.empty(), Optional.of(range));
        assertTrue(link.admits(event(NOON, Map.of())));
        assertTrue(link.admits(event(NOON.plusSeconds(60), Map.of("from", NOON.toString()))));
        assertFalse(link.admits(event(NOON.plusSeconds(61), Map.of())));
        assertFalse(link.admits(event(NOON.minusMillis(1), Map.of())));
        assertFalse(
                link.admits(event(
                        NOON.plusSeconds(5), Map.of("from", NOON.minusMillis(1).toString()))),
                "its picture may be from before the range");
        assertTrue(link.admits(event(NOON, Map.of("from", "the left"))), "another program's member");
    }

    @Test
    void passesOverRecordsOfOtherStreamsByTheirKeys() {
        PageFilter yard = new PageFilter(YARD::equals, EventKinds.ALL, Set.of(), Optional.empty(), Optional.empty());
        assertTrue(yard.mayAdmit("yard".getBytes(UTF_8)));
        assertFalse(yard.mayAdmit("gate".getBytes(UTF_8)));
        assertTrue(yard.mayAdmit(null), "the event itself names its stream");
    }

    @Test
    void readsNoFurtherBackThanTheOldestThatIsWantedAndAllowed() {
        TimeRange range = new TimeRange(NOON, NOON.plusSeconds(60));
        assertEquals(
                Optional.of(NOON),
                query(Optional.of(NOON.minusSeconds(5)), range).oldest());
        assertEquals(
                Optional.of(NOON.plusSeconds(5)),
                query(Optional.of(NOON.plusSeconds(5)), range).oldest());
        assertEquals(Optional.of(NOON), query(Optional.empty(), range).oldest());
        assertEquals(
                Optional.of(NOON.plusSeconds(60)),
                query(Optional.empty(), range).newest());
    }

    private static PageQuery query(Optional<Instant> from, TimeRange range) {
        return new PageQuery(
                PagePlace.END,
                new PageFilter(stream -> true, EventKinds.ALL, Set.of(), from, Optional.of(range)),
                1,
                true);
    }

    private static StreamEvent event(Instant time, Map<String, Object> more) {
        return new StreamEvent("1", EventType.MOTION, time, YARD, "", "", "", Optional.empty(), more);
    }
}
