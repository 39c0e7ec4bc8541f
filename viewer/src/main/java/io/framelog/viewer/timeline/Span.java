package io.framelog.viewer.timeline;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A span of time, in milliseconds since the epoch.
 *
 * @param from its beginning
 * @param to its end, exclusive
 */
public record Span(long from, long to) {
    long length() {
        return to - from;
    }

    boolean contains(long millis) {
        return millis >= from && millis < to;
    }

    /** The time that is in both. */
    Optional<Span> intersection(Span other) {
        Span common = new Span(Math.max(from, other.from), Math.min(to, other.to));
        return common.length() > 0 ? Optional.of(common) : Optional.empty();
    }

    /** The same time in as few spans as possible, ordered. */
    static List<Span> merged(List<Span> spans) {
        List<Span> ordered = new ArrayList<>(spans);
        ordered.sort(Comparator.comparingLong(Span::from));
        List<Span> merged = new ArrayList<>();
        for (Span span : ordered) {
            int last = merged.size() - 1;
            if (last >= 0 && span.from <= merged.get(last).to) {
                merged.set(last, new Span(merged.get(last).from, Math.max(merged.get(last).to, span.to)));
            } else {
                merged.add(span);
            }
        }
        return merged;
    }

    /** The spans, divided at these times, which must be ordered. */
    static List<Span> divided(List<Span> spans, List<Long> times) {
        List<Span> parts = new ArrayList<>();
        for (Span span : spans) {
            long from = span.from;
            for (long time : times) {
                if (time > from && time < span.to) {
                    parts.add(new Span(from, time));
                    from = time;
                }
            }
            parts.add(new Span(from, span.to));
        }
        return parts;
    }

    /** The time that is in both lists, which must be ordered and merged. */
    static List<Span> intersection(List<Span> some, List<Span> others) {
        List<Span> common = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < some.size() && j < others.size()) {
            some.get(i).intersection(others.get(j)).ifPresent(common::add);
            if (some.get(i).to < others.get(j).to) {
                i++;
            } else {
                j++;
            }
        }
        return common;
    }
}
