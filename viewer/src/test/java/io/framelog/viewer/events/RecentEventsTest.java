package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
    private static final int FIRST = 10;

    private final RecentEvents recent = new RecentEvents(EventCursor.parse("0@" + (FIRST - 1)));

    @Test
    void coversFromWhereItBegan() {
        assertTrue(recent.covers(EventCursor.parse("0@9")));
        assertFalse(recent.covers(EventCursor.parse("0@8")));
        add(0, 10, 1);
        assertTrue(recent.covers(EventCursor.parse("0@9")), "it still has what comes after");
        assertEquals("0@10", recent.end().toString());
    }

    @Test
    void partitionThatComesLaterIsCoveredFromItsBeginning() {
        add(1, 0, 1);
        assertTrue(recent.covers(EventCursor.parse("0@9")));
    }

    @Test
    void keepsSoManyAndForgetsTheOldest() {
        for (int number = 0; number < RecentEvents.MAX_EVENTS + 5; number++) {
            add(0, FIRST + number, 1);
        }
        assertEquals(5, recent.first());
        assertEquals(RecentEvents.MAX_EVENTS, recent.next() - recent.first());
        assertEquals(FIRST + 5, recent.get(5).offset());
        assertTrue(recent.covers(EventCursor.parse("0@" + (FIRST + 4))));
        assertFalse(recent.covers(EventCursor.parse("0@" + (FIRST + 3))));
    }

    @Test
    void keepsSoManyBytes() {
        int large = EventRecord.MAX_BYTES;
        int fitting = (int) (RecentEvents.MAX_BYTES / large);
        for (int number = 0; number < 2 * fitting; number++) {
            add(0, FIRST + number, large);
        }
        long kept = recent.next() - recent.first();
        assertTrue(kept > fitting / 2 && kept <= fitting, kept + " of " + fitting);
    }

    @Test
    void knowsHowFarTheLogWasReadThoughTheLastWereNoEvents() {
        recent.readTo(EventCursor.parse("0@20"));
        assertEquals("0@20", recent.end().toString());
        assertEquals(recent.first(), recent.next());
    }

    private void add(int partition, long offset, int length) {
        recent.add(new LoggedEvent(partition, offset, StreamName.DEFAULT, "lost", "x".repeat(length)));
    }
}
