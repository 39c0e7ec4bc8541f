package io.framelog.viewer.events;

import io.framelog.frame.StreamName;
import java.util.function.Predicate;

/**
 * The events that a client gets. Immutable.
 *
 * @param streams the streams that it gets events of
 * @param kinds the kinds of them
 */
public record EventFilter(Predicate<StreamName> streams, EventKinds kinds) {
    private static final String STATUS = "status";

    boolean test(LoggedEvent event) {
        return streams.test(event.stream()) && kinds.contains(event.kind());
    }

    /** Whether the client gets the states of a stream. */
    boolean testStatus(StreamName stream) {
        return streams.test(stream) && kinds.contains(STATUS);
    }
}
