package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;

/**
 * A request for a timeline.
 *
 * @param from where its span begins
 * @param to where it ends
 * @param buckets the number of parts, 1 to {@link #MAX_BUCKETS}
 */
public record TimelineQuery(StreamName stream, Moment from, Moment to, int buckets) {
    /** As many as a page has pixels. */
    public static final int MAX_BUCKETS = 2000;
}
