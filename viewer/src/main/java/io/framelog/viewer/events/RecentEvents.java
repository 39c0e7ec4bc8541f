package io.framelog.viewer.events;

import org.jspecify.annotations.Nullable;

/**
 * The newest events in memory, without a gap: what a client misses in a short loss of its network. Events are numbered,
 * so that a client knows which comes next. Only for the event loop's thread.
 */
final class RecentEvents {
    /** The most events that are kept. */
    static final int MAX_EVENTS = 4_096;
    /** The most bytes that are kept. */
    static final long MAX_BYTES = 8 << 20;

    private final @Nullable LoggedEvent[] ring = new LoggedEvent[MAX_EVENTS];
    private EventCursor start;
    private EventCursor end;
    private long first;
    private long next;
    private long bytes;

    /** @param end the position of the first event to come */
    RecentEvents(EventCursor end) {
        this.start = end;
        this.end = end;
    }

    /** Adds the next event; forgets the oldest ones beyond the limits. */
    void add(LoggedEvent event) {
        while (next - first >= MAX_EVENTS || (next > first && bytes + event.length() > MAX_BYTES)) {
            removeFirst();
        }
        ring[index(next++)] = event;
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

    /** Notes how far the log was read, as its last records may be no events. */
    void readTo(EventCursor read) {
        end = end.furthest(read);
    }

    /** An event that is still kept. */
    LoggedEvent get(long number) {
        LoggedEvent event = ring[index(number)];
        if (event == null || number < first || number >= next) {
            throw new IllegalStateException(
                    "event " + number + " must be at least " + first + " and less than " + next);
        }
        return event;
    }

    /** Whether all events after a cursor are kept here or still to come. */
    boolean covers(EventCursor cursor) {
        return cursor.reaches(start);
    }

    /** The number of the oldest event. */
    long first() {
        return first;
    }

    /** The number that the next new event will have. */
    long next() {
        return next;
    }

    /** How far the log was read. */
    EventCursor end() {
        return end;
    }
}
