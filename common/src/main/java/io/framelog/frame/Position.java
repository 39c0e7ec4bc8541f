package io.framelog.frame;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The position of a frame in the frame topic. Within a partition, a later frame has a larger offset.
 *
 * @param partition from 0
 * @param offset from 0
 */
public record Position(int partition, long offset) {
    /** The digits are limited so that the numbers fit their types. */
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

    /** Reads the form that {@link #toString()} writes; empty if the text is something else. */
    public static Optional<Position> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new Position(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Partition and offset as in URLs and headers: {@code 3@12345}. */
    @Override
    public String toString() {
        return partition + "@" + offset;
    }
}
