package io.framelog.benchmarks.load;

/**
 * Finds in a JPEG's first bytes the comment segment (COM, ITU T.81 B.2.4.5) that a stamping camera put there: {@code WORD
 * nanoseconds sequence}, the nanoseconds of the wall clock with 19 digits, or more with leading zeros. Used again for each
 * frame, so that none costs an allocation. For one thread.
 */
final class Stamp {
    private static final int COM = 0xFE;
    private static final int SOS = 0xDA;
    private static final int LEAST_DIGITS = 19;

    private long nanos;
    private long sequence;

    /**
     * Looks for the stamp.
     *
     * @param head the image's first bytes
     * @param length how many of them there are
     * @return whether it is there, and {@link #nanos()} and {@link #sequence()} are its
     */
    boolean read(byte[] head, int length) {
        if (length < 4 || (head[0] & 0xFF) != 0xFF || (head[1] & 0xFF) != 0xD8) {
            return false;
        }
        int at = 2;
        while (at + 4 <= length && (head[at] & 0xFF) == 0xFF && (head[at + 1] & 0xFF) != SOS) {
            int end = at + 2 + (((head[at + 2] & 0xFF) << 8) | (head[at + 3] & 0xFF));
            if ((head[at + 1] & 0xFF) == COM && end <= length && parse(head, at + 4, end)) {
                return true;
            }
            at = Math.max(end, at + 4);
        }
        return false;
    }

    private boolean parse(byte[] text, int from, int to) {
        int word = skip(text, from, to, false);
        int time = Math.min(to, word + 1);
        int timeEnd = skip(text, time, to, true);
        int count = Math.min(to, timeEnd + 1);
        int countEnd = skip(text, count, to, true);
        if (word == from || timeEnd - time < LEAST_DIGITS || countEnd == count || text[word] != ' ') {
            return false;
        }
        nanos = Digits.whole(text, time, timeEnd);
        sequence = Digits.whole(text, count, countEnd);
        return text[timeEnd] == ' ' && nanos > 0 && sequence >= 0;
    }

    private static int skip(byte[] text, int from, int to, boolean digits) {
        int at = from;
        while (at < to && (digits ? Digits.is(text[at]) : isCapital(text[at]))) {
            at++;
        }
        return at;
    }

    private static boolean isCapital(byte letter) {
        return letter >= 'A' && letter <= 'Z';
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
