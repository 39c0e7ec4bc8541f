package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines of an answer that does not end. */
final class Lines {
    private Lines() {}

    /** The next line that has this text. It reads no byte more: readers of text wait for more than a line. */
    static String next(InputStream stream, String text) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next; (next = stream.read()) >= 0; ) {
            if (next != '\n') {
                line.write(next);
            } else if (line.toString(ISO_8859_1).contains(text)) {
                return line.toString(ISO_8859_1).strip();
            } else {
                line.reset();
            }
        }
        throw new AssertionError("the connection has ended before a line with " + text);
    }
}
