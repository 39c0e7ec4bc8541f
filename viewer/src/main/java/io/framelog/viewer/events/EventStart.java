package io.framelog.viewer.events;

import java.time.Instant;

/** Where a client begins to get events. */
public sealed interface EventStart {
    /** With the next event. */
    EventStart LATEST = new Latest();
    /** With the first event in the log. */
    EventStart EARLIEST = new After(EventCursor.START);

    /**
     * After an event that the client has.
     *
     * @param id the event's id
     * @throws IllegalArgumentException if it is not an id; the message says what an id looks like
     */
    static EventStart after(String id) {
        return new After(EventCursor.parse(id));
    }

    /** With the first event at or after a time, by the events' own times. */
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
