package io.framelog.viewer.events;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Up to where a client has the events: for each partition the offset that comes next. As a text, an event's id, it has the
 * offsets of the last ones that the client has: {@code 0@12}, of several partitions {@code 0@12,1@7}, and {@code -} of none. A
 * partition that it does not have is to be read from its beginning, so one that is added to the topic later is not missed.
 *
 * @param next by partition; none is 0
 */
record EventCursor(SortedMap<Integer, Long> next) {
    /** From the beginning of everything. */
    static final EventCursor START = new EventCursor(Collections.emptySortedMap());

    private static final String NOTHING = "-";
    private static final int MAX_LENGTH = 16_384;
    private static final Pattern PLACE = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** Copies, and leaves out what is at its beginning. */
    EventCursor {
        TreeMap<Integer, Long> copy = new TreeMap<>(next);
        copy.values().removeIf(offset -> offset <= 0);
        next = Collections.unmodifiableSortedMap(copy);
    }

    /** The cursor of offsets that come next. */
    static EventCursor of(Map<Integer, Long> next) {
        return new EventCursor(new TreeMap<>(next));
    }

    /**
     * Reads an event's id.
     *
     * @throws IllegalArgumentException if it is none; the message says what one is
     */
    static EventCursor parse(String id) {
        TreeMap<Integer, Long> next = new TreeMap<>();
        if (!id.equals(NOTHING)) {
            for (String place : id.length() > MAX_LENGTH ? new String[] {""} : id.split(",", -1)) {
                Matcher matcher = PLACE.matcher(place);
                if (!matcher.matches()
                        || next.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)) + 1) != null) {
                    throw new IllegalArgumentException(
                            "an event's id is partition@offset, of each partition once, such as 0@12 or 0@12,1@7");
                }
            }
        }
        return new EventCursor(next);
    }

    /** The offset that comes next in a partition. */
    long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** The same with another offset to come next. */
    EventCursor with(int partition, long offset) {
        TreeMap<Integer, Long> changed = new TreeMap<>(next);
        changed.put(partition, offset);
        return new EventCursor(changed);
    }

    /** What is further on, of this and another, in each partition. */
    EventCursor furthest(EventCursor other) {
        TreeMap<Integer, Long> furthest = new TreeMap<>(next);
        other.next.forEach((partition, offset) -> furthest.merge(partition, offset, Math::max));
        return new EventCursor(furthest);
    }

    /** Whether this is nowhere before another. */
    boolean reaches(EventCursor other) {
        return other.next.entrySet().stream().allMatch(entry -> next(entry.getKey()) >= entry.getValue());
    }

    /** The event's id. */
    @Override
    public String toString() {
        return next.isEmpty()
                ? NOTHING
                : next.entrySet().stream()
                        .map(entry -> entry.getKey() + "@" + (entry.getValue() - 1))
                        .collect(Collectors.joining(","));
    }
}
