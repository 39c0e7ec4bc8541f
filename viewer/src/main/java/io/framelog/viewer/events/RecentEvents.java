package io.framelog.viewer.events;

import org.jspecify.annotations.Nullable;

/**
 * The newest events, without a gap from one cursor to another: what a client misses in a moment of its network is in here. Every
 * event has a number, by which a client knows which comes next. Of the fan-out's thread.
 */
final class RecentEvents {
    /** How many events are kept at most. */
    static final int MAX_EVENTS = 4_096;
    /** The same in bytes. */
    static final long MAX_BYTES = 8 << 20;

    private final @Nullable LoggedEvent[] ring = new LoggedEvent[MAX_EVENTS];
    private EventCursor start;
    private EventCursor end;
    private long first;
    private long behind;
    private long bytes;

    /** @param end from where on events will come */
    RecentEvents(EventCursor end) {
        this.start = end;
        this.end = end;
    }

    /** Takes the next event in. */
    void add(LoggedEvent event) {
        while (behind - first >= MAX_EVENTS || (behind > first && bytes + event.length() > MAX_BYTES)) {
            removeFirst();
        }
        ring[index(behind++)] = event;
        bytes += event.length();
        end = end.with(event.partition(), event.offset() + 1);
    }

    private void removeFirst() {
        LoggedEvent oldest = get(first);
        ring[index(first++)] = null;
        bytes -= oldest.length();
        start = start.with(oldest.partition(), oldest.offset() + 1);
    }

    private static int index(long number) {
        return (int) (number % MAX_EVENTS);
    }

    /** Takes note that the log was read up to here, of which the last records may be no events. */
    void readTo(EventCursor read) {
        end = end.furthest(read);
    }

    /** An event that is in here. */
    LoggedEvent get(long number) {
        LoggedEvent event = ring[index(number)];
        if (event == null || number < first || number >= behind) {
            throw new IllegalStateException("the event " + number + " is not between " + first + " and " + behind);
        }
        return event;
    }

    /** Whether all that comes after a cursor is in here, or still to come. */
    boolean covers(EventCursor cursor) {
        return cursor.reaches(start);
    }

    /** The first event's number. */
    long first() {
        return first;
    }

    /** The number that the next event will have. */
    long behind() {
        return behind;
    }

    /** Up to where the log was read. */
    EventCursor end() {
        return end;
    }
}
