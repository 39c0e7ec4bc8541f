package io.framelog.viewer.review;

import java.util.List;
import java.util.Optional;

/**
 * A page of past events.
 *
 * @param events the newest first
 * @param next where the next page begins; empty if the log has no older events
 * @param records how many records were read for it
 */
record EventPage(List<PagedEvent> events, Optional<PagePlace> next, long records) {
    /** The page of a log that does not exist. */
    static final EventPage EMPTY = new EventPage(List.of(), Optional.empty(), 0);
}
