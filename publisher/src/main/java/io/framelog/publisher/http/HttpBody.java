package io.framelog.publisher.http;

import java.io.EOFException;
import java.io.IOException;
import java.util.OptionalLong;

/** The body of an answer: a certain number of bytes, chunks, or all until the connection ends. For one thread. */
final class HttpBody {
    private static final int MAX_CHUNK_LINE = 4 << 10;

    private final HttpInput in;
    private boolean chunked;
    private boolean whole;
    private boolean firstChunk = true;
    /** Of the body, or of the present chunk; -1 without a limit. */
    private long left;

    /** @param length the number of bytes; empty if the body ends with the connection */
    HttpBody(HttpInput in, boolean chunked, OptionalLong length) {
        this.in = in;
        this.chunked = chunked;
        left = chunked ? 0 : length.orElse(-1);
    }

    /**
     * Reads at least one byte, or returns -1 at the end.
     *
     * @throws EOFException if the connection ends before the body
     */
    int read(byte[] target, int offset, int length) throws IOException {
        if (whole || (left == 0 && !nextChunk())) {
            whole = true;
            return -1;
        }
        int read = in.read(target, offset, left < 0 ? length : (int) Math.min(length, left));
        if (read < 0 && left > 0) {
            throw new EOFException("the connection ended in the middle");
        }
        if (read > 0 && left > 0) {
            left -= read;
        }
        return read;
    }

    /** Whether all of the body has come, by what the server has told of its end. */
    boolean isWhole() {
        return whole;
    }

    /** Whether it ends with the connection. */
    boolean endsWithConnection() {
        return left < 0;
    }

    private boolean nextChunk() throws IOException {
        if (!chunked) {
            return false;
        }
        if (firstChunk) {
            firstChunk = false;
            if (Character.digit(in.peek(), 16) < 0) { // some cameras announce chunks and send none
                chunked = false;
                left = -1;
                return true;
            }
        } else {
            in.line(MAX_CHUNK_LINE); // the line end behind the previous chunk
        }
        String size = in.line(MAX_CHUNK_LINE).split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("a chunk of the answer has no size", e);
        }
        return left > 0;
    }
}
