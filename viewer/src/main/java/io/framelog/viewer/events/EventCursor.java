package io.framelog.viewer.events;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How far a client has the events: the next offset of each partition. Its text is an event's id, and has the last
 * offsets that the client has: {@code 0@12}, for several partitions {@code 0@12,1@7}, for nothing {@code -}. A
 * partition that is not in it is read from its beginning, so that a partition that is added to the topic is not missed.
 *
 * @param next the next offset by partition; a missing one is 0
 */
public record EventCursor(SortedMap<Integer, Long> next) {
    /** The beginning of every partition. */
    public static final EventCursor START = new EventCursor(Collections.emptySortedMap());

    private static final String NOTHING = "-";
    private static final int MAX_LENGTH = 16_384;
    private static final Pattern ENTRY = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** Copies the offsets without those that are 0. */
    public EventCursor {
        TreeMap<Integer, Long> copy = new TreeMap<>(next);
        copy.values().removeIf(offset -> offset <= 0);
        next = Collections.unmodifiableSortedMap(copy);
    }

    /** Makes a cursor of the next offsets. */
    public static EventCursor of(Map<Integer, Long> next) {
        return new EventCursor(new TreeMap<>(next));
    }

    /**
     * Parses an event's id.
     *
     * @throws IllegalArgumentException if it is not an id; the message says what an id looks like
     */
    public static EventCursor parse(String id) {
        TreeMap<Integer, Long> next = new TreeMap<>();
        if (!id.equals(NOTHING)) {
            for (String entry : id.length() > MAX_LENGTH ? new String[] {""} : id.split(",", -1)) {
                Matcher matcher = ENTRY.matcher(entry);
                if (!matcher.matches()
                        || next.put(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2)) + 1) != null) {
                    throw new IllegalArgumentException(
                            "an event's id must be partition@offset, each partition once, such as 0@12 or 0@12,1@7");
                }
            }
        }
        return new EventCursor(next);
    }

    /** The next offset of a partition. */
    public long next(int partition) {
        return next.getOrDefault(partition, 0L);
    }

    /** The same cursor with another next offset of a partition. */
    EventCursor with(int partition, long offset) {
        TreeMap<Integer, Long> changed = new TreeMap<>(next);
        changed.put(partition, offset);
        return new EventCursor(changed);
    }

    /** The larger offset of the two cursors, for each partition. */
    EventCursor furthest(EventCursor other) {
        TreeMap<Integer, Long> furthest = new TreeMap<>(next);
        other.next.forEach((partition, offset) -> furthest.merge(partition, offset, Math::max));
        return new EventCursor(furthest);
    }

    /** Whether this cursor is at or after the other one in every partition. */
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
