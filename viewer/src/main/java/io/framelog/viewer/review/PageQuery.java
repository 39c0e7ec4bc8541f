package io.framelog.viewer.review;

import java.time.Instant;
import java.util.Optional;

/**
 * A request for a page.
 *
 * @param place the events are before it
 * @param limit the most events, 1 to {@link #MAX_LIMIT}
 * @param pictures whether the events have their pictures
 */
record PageQuery(PagePlace place, PageFilter filter, int limit, boolean pictures) {
    /** The most events of a page. */
    static final int MAX_LIMIT = 200;

    static final int DEFAULT_LIMIT = 50;

    /** No wanted event is older; empty if that is not known. */
    Optional<Instant> oldest() {
        return filter.range()
                .map(range -> filter.from().filter(range.from()::isBefore).orElse(range.from()))
                .or(filter::from);
    }

    /** All wanted events are at least as old; empty if that is not known. */
    Optional<Instant> newest() {
        Optional<Instant> before = place.before().map(time -> time.instant());
        return filter.range()
                .map(range -> before.filter(range.to()::isAfter).orElse(range.to()))
                .or(() -> before);
    }
}
