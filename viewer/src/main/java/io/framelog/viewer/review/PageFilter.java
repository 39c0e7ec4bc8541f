package io.framelog.viewer.review;

import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.TimeRange;
import io.framelog.viewer.events.EventKinds;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The events that a client wants and may see, wherever they are in the log. Immutable.
 *
 * @param streams the streams that they are of
 * @param zones one of the zones that they touch; empty for all events
 * @param from the time of the oldest; empty for no limit
 * @param range the only time that the client may see: not even an event that began before it
 */
record PageFilter(
        Predicate<StreamName> streams,
        EventKinds kinds,
        Set<String> zones,
        Optional<Instant> from,
        Optional<TimeRange> range) {

    /** Whether a record may be wanted, by its key alone. */
    boolean mayAdmit(byte @Nullable [] key) {
        return key == null
                || key.length == 0
                || StreamName.ofKey(key).filter(streams).isPresent();
    }

    boolean admits(StreamEvent event) {
        return streams.test(event.stream())
                && kinds.contains(EventKinds.nameOf(event.type()))
                && (from.isEmpty() || !event.time().isBefore(from.get()))
                && (zones.isEmpty() || touchesZone(event))
                && (range.isEmpty() || isWithin(range.get(), event));
    }

    private boolean touchesZone(StreamEvent event) {
        return event.more().get("zones") instanceof List<?> touched
                && touched.stream().anyMatch(zones::contains);
    }

    /** The picture of an event that lasts may be as old as its beginning. */
    private static boolean isWithin(TimeRange range, StreamEvent event) {
        return range.contains(event.time()) && begin(event).map(range::contains).orElse(true);
    }

    private static Optional<Instant> begin(StreamEvent event) {
        try {
            return event.more().get("from") instanceof String text
                    ? Optional.of(Instant.parse(text))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
