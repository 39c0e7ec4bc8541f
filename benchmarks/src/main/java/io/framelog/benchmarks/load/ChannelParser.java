package io.framelog.benchmarks.load;

import java.nio.ByteBuffer;

/**
 * Finds the frames that Framelog's channel sends: binary messages of a WebSocket, with a header of 32 bytes. Texts are
 * skipped. Not thread-safe.
 */
final class ChannelParser implements FrameParser {
    /** A camera's stamp is within so many bytes. */
    private static final int OPENING = 256;

    private static final int HEADER = 32;
    private static final int CAPTURED = 16;
    private static final int BINARY = 2;
    private static final int OPCODE = 0x0F;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int SWITCHED = 101;
    private static final int OK = 200;
    private static final int LONGEST_HEAD = 2048;
    private static final long NANOS_PER_MICRO = 1000;

    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    private final ByteBuffer start = ByteBuffer.allocate(2 + Long.BYTES).limit(2);
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private final byte[] opening = new byte[OPENING];
    private int status;
    private boolean inMessage;
    private boolean binary;
    private long left;
    private long length;
    private int openingLength;

    @Override
    public void feed(ByteBuffer piece, Sink sink) {
        while (piece.hasRemaining()) {
            if (status == 0) {
                head(piece.get());
            } else if (!inMessage) {
                start(piece.get());
            } else if (binary && header.hasRemaining()) {
                header.put(piece.get());
                left--;
            } else {
                body(piece, sink);
            }
        }
    }

    private void head(byte next) {
        head.put(next);
        int end = head.position();
        if (end >= 4 && head.getInt(end - 4) == 0x0D0A0D0A) {
            int code = (int) Digits.whole(head.array(), 9, 12);
            status = code == SWITCHED ? OK : Math.max(1, code);
        } else if (!head.hasRemaining()) {
            status = 1;
        }
    }

    private void start(byte next) {
        start.put(next);
        int seven = start.position() >= 2 ? start.get(1) : 0;
        if (start.position() == 2) {
            start.limit(seven == LENGTH_OF_64_BITS ? 2 + Long.BYTES : seven == LENGTH_OF_16_BITS ? 2 + Short.BYTES : 2);
        }
        if (start.position() >= 2 && !start.hasRemaining()) {
            left = seven == LENGTH_OF_64_BITS
                    ? start.getLong(2)
                    : seven == LENGTH_OF_16_BITS ? Short.toUnsignedInt(start.getShort(2)) : seven;
            binary = (start.get(0) & OPCODE) == BINARY;
            length = left - HEADER;
            inMessage = left > 0;
            openingLength = 0;
            header.clear();
            start.clear().limit(2);
        }
    }

    private void body(ByteBuffer piece, Sink sink) {
        int take = (int) Math.min(left, piece.remaining());
        int keep = Math.min(take, OPENING - openingLength);
        piece.get(piece.position(), opening, openingLength, keep);
        openingLength += keep;
        piece.position(piece.position() + take);
        left -= take;
        if (left == 0) {
            inMessage = false;
            if (binary) {
                sink.frame(this);
            }
        }
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public long length() {
        return length;
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
        return -1;
    }

    @Override
    public long timestampNanos() {
        return header.getLong(CAPTURED) * NANOS_PER_MICRO;
    }
}
