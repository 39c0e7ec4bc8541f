package io.framelog.frame;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a frame lies in the frames' topic. Within a partition a later frame has a larger offset.
 *
 * @param partition from 0
 * @param offset from 0
 */
public record Position(int partition, long offset) {
    /** Short enough for the numbers to fit their types. */
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** Reads what {@link #toString()} wrote; empty where it is something else. */
    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Partition and offset as addresses and headers have them: {@code 3@12345}. */
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
