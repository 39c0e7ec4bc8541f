package io.framelog.benchmarks.load;

/** Numbers in bytes, read without allocating. */
final class Digits {
    private static final int NANO_DIGITS = 9;

    private Digits() {}

    /** Whether the byte is a decimal digit. */
    static boolean is(byte value) {
        return value >= '0' && value <= '9';
    }

    /**
     * A decimal number without sign.
     *
     * @return -1 where there is none, or more than 18 significant digits
     */
    static long whole(byte[] text, int from, int to) {
        long value = from < to ? 0 : -1;
        for (int i = from; i < to; i++) {
            if (!is(text[i]) || value > (Long.MAX_VALUE - 9) / 10) {
                return -1;
            }
            value = value * 10 + text[i] - '0';
        }
        return value;
    }

    /**
     * Seconds with a fraction as nanoseconds; more than nine places are cut off.
     *
     * @return -1 where it is no such number
     */
    static long secondsAsNanos(byte[] text, int from, int to) {
        int point = from;
        while (point < to && text[point] != '.') {
            point++;
        }
        long seconds = whole(text, from, point);
        if (seconds < 0 || seconds > Long.MAX_VALUE / 1_000_000_000L - 1) {
            return -1;
        }
        long nanos = seconds;
        for (int place = 0; place < NANO_DIGITS; place++) {
            int at = point + 1 + place;
            if (at < to && !is(text[at])) {
                return -1;
            }
            nanos = nanos * 10 + (at < to ? text[at] - '0' : 0);
        }
        return nanos;
    }
}
