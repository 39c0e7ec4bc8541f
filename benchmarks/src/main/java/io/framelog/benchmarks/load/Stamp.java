package io.framelog.benchmarks.load;

/**
 * Finds a camera's stamp in the first bytes of a JPEG: a comment segment (COM, ITU T.81 B.2.4.5) with {@code WORD
 * nanoseconds sequence}. The nanoseconds are the wall clock's, with at least 19 digits. Allocates nothing. Not
 * thread-safe.
 */
final class Stamp {
    private static final int START_OF_SCAN = 0xDA;
    private static final int COMMENT = 0xFE;
    private static final int LEAST_DIGITS = 19;

    private long nanos;
    private long sequence;

    /**
     * Looks for a stamp.
     *
     * @param head the JPEG's first bytes
     * @param length how many bytes of {@code head} count
     * @return whether there is one; only then {@link #nanos()} and {@link #sequence()} are valid
     */
    boolean read(byte[] head, int length) {
        if (length < 4 || head[0] != (byte) 0xFF || head[1] != (byte) 0xD8) {
            return false;
        }
        int at = 2;
        while (at + 4 <= length && head[at] == (byte) 0xFF && (head[at + 1] & 0xFF) != START_OF_SCAN) {
            int end = at + 2 + (((head[at + 2] & 0xFF) << 8) | (head[at + 3] & 0xFF));
            if ((head[at + 1] & 0xFF) == COMMENT && end <= length && parse(head, at + 4, end)) {
                return true;
            }
            at = Math.max(end, at + 4);
        }
        return false;
    }

    private boolean parse(byte[] text, int from, int to) {
        int word = from;
        while (word < to && text[word] >= 'A' && text[word] <= 'Z') {
            word++;
        }
        int timeEnd = digitsEnd(text, word + 1, to);
        int countEnd = digitsEnd(text, timeEnd + 1, to);
        if (word == from || timeEnd - word <= LEAST_DIGITS || countEnd <= timeEnd + 1 || text[word] != ' ') {
            return false;
        }
        nanos = Digits.whole(text, word + 1, timeEnd);
        sequence = Digits.whole(text, timeEnd + 1, countEnd);
        return text[timeEnd] == ' ' && nanos > 0 && sequence >= 0;
    }

    private static int digitsEnd(byte[] text, int from, int to) {
        int at = from;
        while (at < to && Digits.is(text[at])) {
            at++;
        }
        return at;
    }

    /** When the picture was made, nanoseconds since the epoch. */
    long nanos() {
        return nanos;
    }

    /** The picture's number. */
    long sequence() {
        return sequence;
    }
}
