package io.framelog.benchmarks.load;

/** Reads decimal numbers from bytes without allocation. */
final class Digits {
    private Digits() {}

    /** Whether a byte is a decimal digit. */
    static boolean is(byte value) {
        return value >= '0' && value <= '9';
    }

    /** An unsigned whole number of up to 18 digits; -1 if the text is anything else. */
    static long whole(byte[] text, int from, int to) {
        return scaled(text, from, to, 0);
    }

    /** Unsigned seconds with or without a fraction, in nanoseconds, rounded down; -1 if the text is anything else. */
    static long secondsAsNanos(byte[] text, int from, int to) {
        return scaled(text, from, to, 9);
    }

    private static long scaled(byte[] text, int from, int to, int decimals) {
        long value = 0;
        int at = from;
        while (at < to && is(text[at])) {
            value = next(value, text[at++]);
        }
        if (at == from || (at < to && (text[at] != '.' || decimals == 0))) {
            return -1;
        }
        for (int place = 1; place <= decimals; place++) {
            byte digit = at + place < to ? text[at + place] : (byte) '0';
            value = is(digit) ? next(value, digit) : -1;
        }
        return value;
    }

    /** Appends a digit; -1, for good, if the number becomes too large. */
    private static long next(long value, byte digit) {
        return value < 0 || value > (Long.MAX_VALUE - 9) / 10 ? -1 : value * 10 + digit - '0';
    }
}
