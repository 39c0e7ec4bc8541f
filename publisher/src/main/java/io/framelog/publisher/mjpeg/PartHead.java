package io.framelog.publisher.mjpeg;

import io.framelog.publisher.mjpeg.Delimiter.Found;
import java.nio.charset.StandardCharsets;

/** What stands between two pictures: a delimiter and header lines, or nothing of that kind. For one thread. */
final class PartHead {
    /** The head of a part has at most so many bytes; what is before them is not looked at. */
    static final int MAX_BYTES = 64 << 10;

    private static final byte[] CONTENT = "content-".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_DIGITS = 9;

    private final Delimiter delimiter;
    private boolean there;
    private int length;
    private int bodyStart;

    PartHead(Delimiter delimiter) {
        this.delimiter = delimiter;
    }

    /**
     * Reads what stands in front of a picture.
     *
     * @param from where the previous picture ended
     * @param to where the picture begins
     */
    void read(byte[] data, int from, int to) {
        there = false;
        length = 0;
        bodyStart = to;
        int line = from;
        for (int at = from; at < to; at++) {
            if (data[at] == '\n') {
                int end = at > line && data[at - 1] == '\r' ? at - 1 : at;
                if (end == line) {
                    bodyStart = at + 1;
                } else {
                    bodyStart = to;
                    readLine(data, line, end, at + 1);
                }
                line = at + 1;
            }
        }
    }

    private void readLine(byte[] data, int line, int end, int next) {
        if (delimiter.at(data, line, next) == Found.YES) {
            there = true;
            length = 0;
        } else if (startsWith(data, line, end, CONTENT)) {
            there = true;
            if (startsWith(data, line, end, CONTENT_LENGTH)) {
                length = number(data, line + CONTENT_LENGTH.length, end);
            }
        }
    }

    private static boolean startsWith(byte[] data, int from, int to, byte[] lowerCase) {
        if (to - from < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase((char) data[from + i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] data, int from, int to) {
        int number = 0;
        int digits = 0;
        for (int at = from; at < to; at++) {
            if (data[at] >= '0' && data[at] <= '9' && ++digits <= MAX_DIGITS) {
                number = number * 10 + data[at] - '0';
            } else if (data[at] != ' ' && data[at] != '\t') {
                return 0;
            }
        }
        return number;
    }

    /** Whether there is a delimiter or a header line. */
    boolean isThere() {
        return there;
    }

    /** How many bytes the part's body has, as its head says; 0 if it does not. */
    int length() {
        return length;
    }

    /** Where the part's body begins. */
    int bodyStart() {
        return bodyStart;
    }
}
