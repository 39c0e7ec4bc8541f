package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** Text in bytes, compared without allocating. */
final class Ascii {
    private Ascii() {}

    static byte[] bytes(String text) {
        return text.getBytes(US_ASCII);
    }

    /** Whether a line begins with a name, in any case; the name in lower case. */
    static boolean begins(byte[] line, int length, byte[] lowerCase) {
        if (length < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int letter = line[i] >= 'A' && line[i] <= 'Z' ? line[i] + ('a' - 'A') : line[i];
            if (letter != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }
}
