package io.framelog.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Finds the parts in a {@code multipart/x-mixed-replace} response, given piece by piece, by their {@code Content-Length}. Of a
 * body it keeps the first {@value #OPENING} bytes; the rest is stepped over. Nothing is allocated after its making. For one
 * thread.
 */
final class PartParser {
    /** How much of a body is kept: a camera's stamp is in it. */
    private static final int OPENING = 256;

    /** Longer lines are cut: none that matters is so long. */
    private static final int LONGEST_LINE = 256;

    private static final byte[] LENGTH = Ascii.bytes("content-length:");
    private static final byte[] GRAB_TIME = Ascii.bytes("x-ustreamer-grab-time:");
    private static final byte[] TIMESTAMP = Ascii.bytes("x-timestamp:");

    private final byte[] line = new byte[LONGEST_LINE];
    private final byte[] opening = new byte[OPENING];
    private int lineLength;
    private int openingLength;
    private boolean responseHead = true;
    private int status;
    private long bodyLength = -1;
    private long bodyLeft;
    private long grabNanos = -1;
    private long timestampNanos = -1;

    /** Told of what was found. */
    interface Sink {
        /** A part has come to its last byte: what the parser says about it holds until this returns. */
        void frame(PartParser part);
    }

    /** Takes all of a piece of the response. */
    void feed(ByteBuffer piece, Sink sink) {
        while (piece.hasRemaining()) {
            if (bodyLeft > 0) {
                body(piece, sink);
            } else {
                head(piece.get());
            }
        }
    }

    private void body(ByteBuffer piece, Sink sink) {
        int take = (int) Math.min(bodyLeft, piece.remaining());
        int keep = Math.min(take, OPENING - openingLength);
        if (keep > 0) {
            piece.get(piece.position(), opening, openingLength, keep);
            openingLength += keep;
        }
        piece.position(piece.position() + take);
        bodyLeft -= take;
        if (bodyLeft == 0) {
            sink.frame(this);
            bodyLength = -1;
            openingLength = 0;
            grabNanos = -1;
            timestampNanos = -1;
        }
    }

    private void head(byte next) {
        if (next != '\n') {
            if (lineLength < LONGEST_LINE) {
                line[lineLength] = next;
            }
            lineLength++;
            return;
        }
        int end = Math.min(lineLength, LONGEST_LINE);
        if (end > 0 && line[end - 1] == '\r') {
            end--;
        }
        lineLength = 0;
        line(end);
    }

    private void line(int end) {
        if (responseHead) {
            if (status == 0) {
                status = (int) Math.max(1, Digits.whole(line, Math.min(9, end), Math.min(12, end)));
            }
            responseHead = end > 0;
        } else if (end == 0) {
            bodyLeft = Math.max(0, bodyLength);
        } else if (Ascii.begins(line, end, LENGTH)) {
            bodyLength = Digits.whole(line, value(LENGTH, end), end);
        } else if (Ascii.begins(line, end, GRAB_TIME)) {
            grabNanos = Digits.secondsAsNanos(line, value(GRAB_TIME, end), end);
        } else if (Ascii.begins(line, end, TIMESTAMP)) {
            timestampNanos = Digits.secondsAsNanos(line, value(TIMESTAMP, end), end);
        }
    }

    private int value(byte[] name, int end) {
        int at = name.length;
        while (at < end && line[at] == ' ') {
            at++;
        }
        return at;
    }

    /** The response's status code; 0 while its first line has not come, 1 where that has none. */
    int status() {
        return status;
    }

    /** The part's length in bytes. */
    long length() {
        return bodyLength;
    }

    /** The part's first bytes, {@link #openingLength()} of them; overwritten by the next part. */
    @SuppressWarnings("EI_EXPOSE_REP") // no copy for each frame
    byte[] opening() {
        return opening;
    }

    int openingLength() {
        return openingLength;
    }

    /** {@code X-UStreamer-Grab-Time} in nanoseconds; -1 without. */
    long grabNanos() {
        return grabNanos;
    }

    /** {@code X-Timestamp} in nanoseconds since the epoch; -1 without. */
    long timestampNanos() {
        return timestampNanos;
    }
}
