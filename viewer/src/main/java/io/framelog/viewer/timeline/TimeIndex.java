package io.framelog.viewer.timeline;

import io.framelog.viewer.history.LogProbe;
import io.framelog.viewer.history.LogProbe.TimeIndexEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where times are in a partition. Kafka is asked only for what does not follow from what it said before. */
final class TimeIndex {
    private final LogProbe probe;
    private final int partition;
    private final long end;
    private final NavigableMap<Long, TimeIndexEntry> known = new TreeMap<>();
    private int asked;

    /** @param end the partition's end; what comes later does not count */
    TimeIndex(LogProbe probe, int partition, long end) {
        this.probe = probe;
        this.partition = partition;
        this.end = end;
    }

    /** Where a time is: the first record that is as late. */
    TimeIndexEntry at(long millis) {
        Map.Entry<Long, TimeIndexEntry> before = known.floorEntry(millis);
        TimeIndexEntry mark;
        if (before != null && before.getValue().millis() >= millis) {
            mark = before.getValue(); // nothing lies between
        } else {
            asked++;
            mark = probe.mark(partition, millis)
                    .filter(found -> found.offset() < end)
                    .orElseGet(() -> new TimeIndexEntry(end, Long.MAX_VALUE));
        }
        known.put(millis, mark);
        return mark;
    }

    /** How often Kafka was asked. */
    int asked() {
        return asked;
    }

    /**
     * Spans without any record that are seen from what is known: each from a time that was asked for to the next record. They
     * may have begun earlier.
     *
     * @param behind the offset of the record that ends it; the partition's end where none does
     */
    record Silence(Span span, long behind) {}

    /** The spans of silence that are seen for at least so many milliseconds, in order. */
    List<Silence> silences(long least, long to) {
        List<Silence> silences = new ArrayList<>();
        long last = -1;
        for (Map.Entry<Long, TimeIndexEntry> entry : known.entrySet()) {
            TimeIndexEntry mark = entry.getValue();
            Span span = new Span(entry.getKey(), Math.min(mark.millis(), to));
            if (mark.offset() != last && span.length() >= least) {
                last = mark.offset();
                silences.add(new Silence(span, mark.offset()));
            }
        }
        return silences;
    }
}
