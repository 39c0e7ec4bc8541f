package io.framelog.viewer.review;

import io.framelog.viewer.events.EventCursor;
import io.framelog.viewer.history.Moment.At;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a page begins: it has the events before this place. As text, a place in the log names the first record of each
 * partition that is not before it: {@code 0@12,1@7}. A partition that is missing has nothing before it. New events
 * therefore move no page. A time that only older events are wanted of stays with all pages that follow:
 * {@code 0@12~1772350200000000}, in microseconds.
 *
 * @param offsets the first offset of each partition that is not before the place; empty for the log's end
 * @param before the events are older than this
 */
record PagePlace(Optional<Map<Integer, Long>> offsets, Optional<At> before) {
    /** The end of the log. */
    static final PagePlace END = new PagePlace(Optional.empty(), Optional.empty());

    /** The beginning of the log: nothing is before it. */
    static final PagePlace BEGIN = new PagePlace(Optional.of(Map.of()), Optional.empty());

    private static final Pattern TEXT = Pattern.compile("([^~]*@[^~]*)(?:~(\\d{1,18}))?");

    /** The place where the events begin that are not older than a time. */
    static PagePlace of(At time) {
        return new PagePlace(Optional.empty(), Optional.of(time));
    }

    /**
     * Reads a place in the log; empty if the text has another form.
     *
     * @throws IllegalArgumentException if it is nearly one
     */
    static Optional<PagePlace> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Map<Integer, Long> offsets = new TreeMap<>();
        EventCursor.parse(matcher.group(1)).next().forEach((partition, next) -> offsets.put(partition, next - 1));
        return Optional.of(new PagePlace(
                Optional.of(offsets),
                Optional.ofNullable(matcher.group(2)).map(Long::parseLong).map(At::new)));
    }

    /** The place in the log, with the same time. */
    PagePlace at(Map<Integer, Long> present) {
        return new PagePlace(Optional.of(present), before);
    }

    /** The first offset of a partition that is not before this place; at most the partition's end. */
    long limit(int partition, long end) {
        return offsets.map(known -> Math.min(end, known.getOrDefault(partition, 0L)))
                .orElse(end);
    }

    /** Whether an event of this time may be before the place. */
    boolean admits(Instant time) {
        return before.isEmpty() || time.isBefore(before.get().instant());
    }

    @Override
    public String toString() {
        return EventCursor.of(offsets.orElse(Map.of()).entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, offset -> offset.getValue() + 1)))
                + before.map(time -> "~" + time.micros()).orElse("");
    }
}
