package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/**
 * Finds the parts of a {@code multipart/x-mixed-replace} response, or the body of any other, by {@code Content-Length}.
 * Takes the response in pieces, keeps the first 256 bytes of a body, and allocates nothing for a frame. Not
 * thread-safe.
 */
final class PartParser implements FrameParser {
    /** A camera's stamp is within so many bytes. */
    private static final int OPENING = 256;
    /** Longer lines are cut: no header that matters is so long. */
    private static final int LONGEST_LINE = 256;

    private static final byte[] MULTIPART = "content-type: multipart".getBytes(US_ASCII);
    private static final byte[] LENGTH = "content-length:".getBytes(US_ASCII);
    private static final byte[] GRAB_TIME = "x-ustreamer-grab-time:".getBytes(US_ASCII);
    private static final byte[] TIMESTAMP = "x-timestamp:".getBytes(US_ASCII);

    private final byte[] line = new byte[LONGEST_LINE];
    private final byte[] opening = new byte[OPENING];
    private int lineLength;
    private int openingLength;
    private boolean responseHead = true;
    private boolean multipart;
    private int status;
    private long bodyLength;
    private long bodyLeft;
    private long grabNanos = -1;
    private long timestampNanos = -1;

    @Override
    public void feed(ByteBuffer piece, Sink sink) {
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
        piece.get(piece.position(), opening, openingLength, keep);
        openingLength += keep;
        piece.position(piece.position() + take);
        bodyLeft -= take;
        if (bodyLeft == 0) {
            sink.frame(this);
            reset();
        }
    }

    private void reset() {
        bodyLength = 0;
        openingLength = 0;
        grabNanos = -1;
        timestampNanos = -1;
    }

    private void head(byte next) {
        if (next != '\n') {
            if (lineLength < LONGEST_LINE) {
                line[lineLength++] = next;
            }
            return;
        }
        int end = lineLength > 0 && line[lineLength - 1] == '\r' ? lineLength - 1 : lineLength;
        lineLength = 0;
        if (status == 0) {
            status = (int) Math.max(1, Digits.whole(line, Math.min(9, end), Math.min(12, end)));
        } else if (end > 0) {
            header(end);
        } else {
            endHead();
        }
    }

    private void header(int end) {
        if (begins(end, LENGTH)) {
            bodyLength = Math.max(0, Digits.whole(line, value(LENGTH, end), end));
        } else if (begins(end, GRAB_TIME)) {
            grabNanos = Digits.secondsAsNanos(line, value(GRAB_TIME, end), end);
        } else if (begins(end, TIMESTAMP)) {
            timestampNanos = Digits.secondsAsNanos(line, value(TIMESTAMP, end), end);
        } else if (responseHead && begins(end, MULTIPART)) {
            multipart = true;
        }
    }

    private void endHead() {
        if (responseHead && multipart) {
            reset(); // these headers are not a part's
        } else {
            bodyLeft = bodyLength;
        }
        responseHead = false;
    }

    private boolean begins(int end, byte[] lowerCase) {
        if (end < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if ((line[i] >= 'A' && line[i] <= 'Z' ? line[i] + ('a' - 'A') : line[i]) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private int value(byte[] name, int end) {
        int at = name.length;
        while (at < end && line[at] == ' ') {
            at++;
        }
        return at;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long length() {
        return bodyLength;
    }

    @Override
    @SuppressWarnings("EI_EXPOSE_REP") // a copy would cost each frame an allocation
    public byte[] opening() {
        return opening;
    }

    @Override
    public int openingLength() {
        return openingLength;
    }

    @Override
    public long grabNanos() {
        return grabNanos;
    }

    @Override
    public long timestampNanos() {
        return timestampNanos;
    }
}
