package io.framelog.viewer.clip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Writes elements of EBML (RFC 8794) into a buffer. */
final class Ebml {
    private static final int SIZE_BYTES = 8;
    /** Marks a size of 8 bytes. */
    private static final long SIZE_OF_8_BYTES = 1L << 56;
    /** The unknown size (RFC 8794, 6.2). */
    private static final long UNKNOWN = 0x01FFFFFFFFFFFFFFL;

    private static final int VOID = 0xEC;

    private final ByteBuffer buffer;

    Ebml(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Writes the elements inside another. */
    interface Content {
        void write();
    }

    Ebml id(int id) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            if (id >>> shift != 0) {
                buffer.put((byte) (id >>> shift));
            }
        }
        return this;
    }

    Ebml size(long size) {
        buffer.putLong(SIZE_OF_8_BYTES | size);
        return this;
    }

    Ebml unknownSize() {
        buffer.putLong(UNKNOWN);
        return this;
    }

    void unsigned(int id, long value) {
        id(id).size(Long.BYTES);
        buffer.putLong(value);
    }

    void real(int id, double value) {
        id(id).size(Double.BYTES);
        buffer.putDouble(value);
    }

    void text(int id, String value) {
        bytes(id, value.getBytes(UTF_8));
    }

    void bytes(int id, byte[] value) {
        id(id).size(value.length);
        buffer.put(value);
    }

    void master(int id, Content content) {
        id(id);
        int at = buffer.position();
        size(0);
        content.write();
        buffer.putLong(at, SIZE_OF_8_BYTES | (buffer.position() - at - SIZE_BYTES));
    }

    /** Reserves this many bytes, at least 9, for an element that is written later. */
    void room(int length) {
        id(VOID).size(length - 1 - SIZE_BYTES);
        buffer.put(new byte[length - 1 - SIZE_BYTES]);
    }
}
