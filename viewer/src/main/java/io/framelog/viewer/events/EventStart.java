package io.framelog.viewer.events;

import java.time.Instant;

/** Where a client's events begin. */
public sealed interface EventStart {
    /** With what comes from now on. */
    EventStart LATEST = new Latest();
    /** With the first that the log has. */
    EventStart EARLIEST = new After(EventCursor.START);

    /**
     * Behind an event that the client has.
     *
     * @param id that event's
     * @throws IllegalArgumentException if it is none; the message says what one is
     */
    static EventStart after(String id) {
        return new After(EventCursor.parse(id));
    }

    /** With the first event of a time, or after it, by the events' own times. */
    static EventStart since(Instant time) {
        return new Since(time);
    }

    /** See {@link #LATEST}. */
    record Latest() implements EventStart {}

    /** See {@link #after}. */
    record After(EventCursor cursor) implements EventStart {}

    /** See {@link #since}. */
    record Since(Instant time) implements EventStart {}
}
