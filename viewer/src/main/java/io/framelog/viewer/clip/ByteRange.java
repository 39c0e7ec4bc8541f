package io.framelog.viewer.clip;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A range of bytes that a client requests (RFC 9110, 14).
 *
 * @param first the first byte, from 0; the length or more if the range cannot be satisfied
 * @param last the last byte
 */
record ByteRange(long first, long last) {
    /** One range; several are answered with the whole file, as RFC 9110 allows. */
    private static final Pattern ONE = Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*");

    /** Whether a Range header requests a part of a file, and not all of it as {@code bytes=0-} does. */
    static boolean isPart(@Nullable String header) {
        return of(header, Long.MAX_VALUE)
                .filter(range -> range.first != 0 || range.last != Long.MAX_VALUE - 1)
                .isPresent();
    }

    /**
     * The range that a Range header requests of a file.
     *
     * @return empty for the whole file
     */
    static Optional<ByteRange> of(@Nullable String header, long length) {
        Matcher range = ONE.matcher(header == null ? "" : header);
        if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (range.group(1).isEmpty()) {
            long count = Long.parseLong(range.group(2));
            return Optional.of(new ByteRange(count == 0 ? length : Math.max(0, length - count), length - 1));
        }
        long first = Long.parseLong(range.group(1));
        long last = range.group(2).isEmpty() ? length - 1 : Math.min(length - 1, Long.parseLong(range.group(2)));
        boolean backwards = !range.group(2).isEmpty() && Long.parseLong(range.group(2)) < first;
        return backwards ? Optional.empty() : Optional.of(new ByteRange(first, last));
    }

    boolean isSatisfiable(long length) {
        return first < length;
    }

    long length() {
        return last - first + 1;
    }
}
