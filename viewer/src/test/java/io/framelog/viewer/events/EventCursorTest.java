package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventCursorTest {
    @ParameterizedTest
    @ValueSource(strings = {"-", "0@0", "0@12", "0@12,1@7", "3@123456789012345678"})
    void isWrittenAsItIsRead(String id) {
        assertEquals(id, EventCursor.parse(id).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "12", "0@", "@1", "0@-1", "0@1,", "0@1,0@2", "0@1 ", "0@1234567890123456789", "a@b", "--"})
    void whatIsNoIdIsRefused(String id) {
        assertThrows(IllegalArgumentException.class, () -> EventCursor.parse(id));
    }

    @Test
    void hasTheLastEventAndGoesOnWithTheNext() {
        EventCursor cursor = EventCursor.parse("0@12");
        assertEquals(13, cursor.next(0));
        assertEquals(0, cursor.next(1), "an unknown partition is read from its beginning");
        assertEquals("0@12,1@4", cursor.with(1, 5).toString());
    }

    @Test
    void partitionsAtTheirBeginningsAreNotInIt() {
        assertEquals(EventCursor.START, EventCursor.of(Map.of(0, 0L, 1, 0L)));
    }

    @Test
    void isComparedInEachPartition() {
        EventCursor first = EventCursor.parse("0@12,1@7");
        EventCursor second = EventCursor.parse("0@13,2@1");
        assertFalse(first.reaches(second));
        assertFalse(second.reaches(first));
        EventCursor both = first.furthest(second);
        assertEquals("0@13,1@7,2@1", both.toString());
        assertTrue(both.reaches(first) && both.reaches(second) && both.reaches(both));
    }
}
