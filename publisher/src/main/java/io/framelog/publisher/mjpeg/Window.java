package io.framelog.publisher.mjpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The part of a body that is looked at: a buffer that is used again and again, and grows up to
 * {@link #MAX_BYTES}. Places in it stay valid until {@link #compact}. For one thread.
 */
final class Window {
    /** The largest picture that a publisher can be told to accept, what surrounds it, and one byte more. */
    static final int MAX_BYTES = 32_000_000 + 2 * PartHead.MAX_BYTES;

    /** No place. */
    static final int NONE = -1;

    private static final int FIRST_BYTES = 64 << 10;
    /** Java's channels set as much memory aside as a read asks for. */
    private static final int MAX_READ_BYTES = 128 << 10;

    private Body body = Body.EMPTY;
    private byte[] data = new byte[FIRST_BYTES];
    private int start;
    private int end;

    /** Begins with a body. What was left of another one is forgotten. */
    void begin(Body next) {
        body = next;
        start = 0;
        end = 0;
    }

    /** The bytes; those from {@link #start} to {@link #end} are valid. Another array after the buffer has grown. */
    byte[] data() {
        return data;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** The bytes before a place are not needed any more. */
    void discardTo(int place) {
        start = place;
    }

    /** Moves what is left to the front. */
    void compact() {
        if (start > 0) {
            System.arraycopy(data, start, data, 0, end - start);
            end -= start;
            start = 0;
        }
    }

    /**
     * Reads on, at least one byte.
     *
     * @return false at the end of the body, or if the window is full
     */
    boolean fill() throws IOException {
        if (end == data.length) {
            if (end == MAX_BYTES) {
                return false;
            }
            data = Arrays.copyOf(data, Math.min(MAX_BYTES, 2 * data.length));
        }
        int read = body.read(data, end, Math.min(MAX_READ_BYTES, data.length - end));
        if (read < 0) {
            return false;
        }
        end += read;
        return true;
    }

    /** Where the next JPEG begins, or {@link #NONE}. */
    int indexOfSoi(int from) {
        for (int at = from; at + 2 < end; at++) {
            if (data[at] == (byte) 0xFF && data[at + 1] == (byte) 0xD8 && data[at + 2] == (byte) 0xFF) {
                return at;
            }
        }
        return NONE;
    }

    /** Reads as much as is necessary to recognize the body. Its media type counts only if its bytes tell nothing. */
    Content recognize(String mediaType) throws IOException {
        while (true) {
            Content content = Content.of(data, end, end < Content.FEW_BYTES ? "" : mediaType);
            if (content != Content.OTHER || end >= Content.BYTES) {
                return content;
            }
            if (!fill()) {
                return Content.of(data, end, mediaType);
            }
        }
    }

    /** Reads all of the body, up to {@link #MAX_BYTES}. */
    ByteBuffer readAll() throws IOException {
        while (fill()) {
            // Until the end.
        }
        return ByteBuffer.wrap(data, start, end - start);
    }

    /** Whether no more fits in. */
    boolean isFull() {
        return end == MAX_BYTES;
    }

    /** Whether the end of the body was told by the server. */
    boolean isWhole() {
        return body.isWhole();
    }
}
