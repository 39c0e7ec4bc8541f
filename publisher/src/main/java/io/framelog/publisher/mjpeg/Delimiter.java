package io.framelog.publisher.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/**
 * The line between two parts. What cameras declare and what they send often differ, so any line that begins with two
 * dashes counts, and the declared text with any number of dashes.
 */
final class Delimiter {
    /** RFC 2046 allows 70 characters; some cameras send more. */
    static final int MAX_BYTES = 256;

    /** Between a picture and the next delimiter; one is usual. */
    private static final int MAX_LINE_ENDS = 4;

    private final byte[] declared;

    /** @param declared the text without dashes in front; empty if it is not known */
    Delimiter(String declared) {
        this.declared = declared.getBytes(ISO_8859_1);
    }

    /** Whether a delimiter is somewhere. */
    enum Found {
        YES,
        NO,
        /** Not enough bytes to tell. */
        MORE
    }

    /** Whether a delimiter begins at a place. */
    Found at(byte[] data, int at, int limit) {
        if (at >= limit) {
            return Found.MORE;
        }
        byte first = data[at];
        if (first != '-' && (declared.length == 0 || first != declared[0])) {
            return Found.NO;
        }
        if (first == '-' && at + 1 < limit && data[at + 1] != '-') {
            return Found.NO;
        }
        int end = at;
        while (end < limit && data[end] >= ' ' && end - at < MAX_BYTES) {
            end++;
        }
        if (end == limit) {
            return Found.MORE;
        }
        boolean isLine = data[end] == '\r' || data[end] == '\n';
        boolean isDelimiter = first == '-' ? end - at > 2 : startsWithDeclared(data, at, end);
        return isLine && isDelimiter ? Found.YES : Found.NO;
    }

    /** The place behind the line ends that may precede a delimiter. */
    static int behindLineEnds(byte[] data, int from, int limit) {
        int at = from;
        while (at < limit && at < from + MAX_LINE_ENDS && (data[at] == '\r' || data[at] == '\n')) {
            at++;
        }
        return at;
    }

    private boolean startsWithDeclared(byte[] data, int at, int end) {
        if (end - at < declared.length) {
            return false;
        }
        for (int i = 0; i < declared.length; i++) {
            if (data[at + i] != declared[i]) {
                return false;
            }
        }
        return true;
    }
}
