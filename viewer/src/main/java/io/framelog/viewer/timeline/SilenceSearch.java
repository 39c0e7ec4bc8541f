package io.framelog.viewer.timeline;

import io.framelog.viewer.history.LogSampler.TimeIndexEntry;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Has the time index find where a partition has no records: a bucket with fewer records than usual is halved until the
 * index shows it.
 */
final class SilenceSearch {
    /** The most questions to the time index. */
    private static final int MAX_SEARCH = 250;

    /** A span with fewer records than usual. */
    private record Suspect(Span span, double missingMillis) {}

    private final TimeIndex index;
    private final TimeBuckets buckets;
    private final double rate;
    private final long step;
    private final PriorityQueue<Suspect> suspects = new PriorityQueue<>(
            Comparator.comparingDouble(Suspect::missingMillis).reversed());

    /**
     * @param rate the usual number of records in a millisecond
     * @param step how long a silence must be, in milliseconds
     */
    SilenceSearch(TimeIndex index, TimeBuckets buckets, double rate, long step) {
        this.index = index;
        this.buckets = buckets;
        this.rate = rate;
        this.step = step;
    }

    /** Searches; the index knows the silences afterwards. */
    void run(Deadline deadline) {
        if (rate * step < 1) {
            return; // a silence of that length cannot be seen
        }
        for (int i = 0; i < buckets.count(); i++) {
            add(buckets.get(i));
        }
        int limit = index.asked() + MAX_SEARCH;
        while (!suspects.isEmpty() && index.asked() < limit && !deadline.isOver()) {
            Span span = suspects.remove().span();
            long middle = span.from() + span.length() / 2;
            add(new Span(span.from(), middle));
            add(new Span(middle, span.to()));
        }
    }

    private void add(Span span) {
        TimeIndexEntry first = index.at(span.from());
        TimeIndexEntry next = index.at(span.to());
        double missing = span.length() - (next.offset() - first.offset()) / rate;
        boolean silent = first.millis() >= span.to(); // the whole span: nothing to search
        if (span.length() > step && missing >= step && !silent) {
            suspects.add(new Suspect(span, missing));
        }
    }
}
