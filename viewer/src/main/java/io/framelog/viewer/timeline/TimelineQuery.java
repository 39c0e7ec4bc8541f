package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;

/**
 * What is asked of the past.
 *
 * @param from where the span begins
 * @param to where it ends
 * @param buckets into how many parts it is divided, 1 to {@link #MAX_BUCKETS}
 */
public record TimelineQuery(StreamName stream, Moment from, Moment to, int buckets) {
    /** As many as a page has pixels for. */
    public static final int MAX_BUCKETS = 2000;
}
