package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** Reads lines and blocks from a connection. Large blocks go straight into the caller's array. For one thread. */
final class HttpInput {
    private static final int BUFFER_BYTES = 8 << 10;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;

    HttpInput(InputStream in) {
        this.in = in;
    }

    /** The next byte, which is read again afterwards; -1 at the end. */
    int peek() throws IOException {
        return has(1) ? buffer[at] & 0xFF : -1;
    }

    /** Whether the next bytes are these ASCII characters, whatever their case. They are read again afterwards. */
    boolean startsWith(String text) throws IOException {
        for (int i = 0; i < text.length(); i++) {
            if (!has(i + 1) || Character.toLowerCase(buffer[at + i]) != Character.toLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean has(int bytes) throws IOException {
        while (end - at < bytes) {
            System.arraycopy(buffer, at, buffer, 0, end - at);
            end -= at;
            at = 0;
            int read = in.read(buffer, end, buffer.length - end);
            if (read <= 0) {
                return false;
            }
            end += read;
        }
        return true;
    }

    /**
     * Reads a line that ends with LF or CR LF, and returns it without them.
     *
     * @param max how many bytes it may have
     */
    String line(int max) throws IOException {
        StringBuilder line = new StringBuilder();
        while (has(1)) {
            int newline = at;
            while (newline < end && buffer[newline] != '\n') {
                newline++;
            }
            line.append(new String(buffer, at, newline - at, ISO_8859_1));
            at = Math.min(end, newline + 1);
            if (line.length() > max) {
                throw new IOException("a line of its head has more than " + max + " bytes");
            }
            if (newline < end) {
                int length = line.length();
                boolean hasReturn = length > 0 && line.charAt(length - 1) == '\r';
                return hasReturn ? line.substring(0, length - 1) : line.toString();
            }
        }
        throw new EOFException("the connection ended in the head of the answer");
    }

    /** Reads at least one byte, or returns -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException {
        if (at == end) {
            return in.read(target, offset, length);
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }
}
