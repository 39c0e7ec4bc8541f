package io.framelog.viewer.timeline;

import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.LogSampler.TimeIndexEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** A partition's time index. Asks Kafka only for what does not follow from its earlier answers. */
final class TimeIndex {
    private final LogSampler sampler;
    private final int partition;
    private final long end;
    private final NavigableMap<Long, TimeIndexEntry> known = new TreeMap<>();
    private int asked;

    /** @param end the partition's end; later records do not count */
    TimeIndex(LogSampler sampler, int partition, long end) {
        this.sampler = sampler;
        this.partition = partition;
        this.end = end;
    }

    /** The first record at or after a time. */
    TimeIndexEntry at(long millis) {
        Map.Entry<Long, TimeIndexEntry> before = known.floorEntry(millis);
        TimeIndexEntry entry;
        if (before != null && before.getValue().millis() >= millis) {
            entry = before.getValue(); // there is no record in between
        } else {
            asked++;
            entry = sampler.firstRecordAt(partition, millis)
                    .filter(found -> found.offset() < end)
                    .orElseGet(() -> new TimeIndexEntry(end, Long.MAX_VALUE));
        }
        known.put(millis, entry);
        return entry;
    }

    /** How often Kafka was asked. */
    int asked() {
        return asked;
    }

    /**
     * A span without records: from a time that was asked for to the next record. It may have begun earlier.
     *
     * @param nextOffset of the record that ends it; the partition's end if none does
     */
    record Silence(Span span, long nextOffset) {}

    /** The known silences of at least so many milliseconds, in order. */
    List<Silence> silences(long least, long to) {
        List<Silence> silences = new ArrayList<>();
        long last = -1;
        for (Map.Entry<Long, TimeIndexEntry> asked : known.entrySet()) {
            TimeIndexEntry next = asked.getValue();
            Span span = new Span(asked.getKey(), Math.min(next.millis(), to));
            if (next.offset() != last && span.length() >= least) {
                last = next.offset();
                silences.add(new Silence(span, next.offset()));
            }
        }
        return silences;
    }
}
