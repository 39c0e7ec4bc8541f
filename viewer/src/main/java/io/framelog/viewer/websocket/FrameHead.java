package io.framelog.viewer.websocket;

import java.nio.ByteBuffer;

/** What is before the payload of a frame that a server sends: one that is a whole message, and is not masked. */
public final class FrameHead {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    /** The code of a frame that is a binary message. */
    public static final int BINARY = 2;

    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** The most bytes that a head takes. */
    public static final int MAX_LENGTH = 10;

    static final int LENGTH_OF_16_BITS = 126;
    static final int LENGTH_OF_64_BITS = 127;
    static final int FINAL = 0x80;

    private static final int MAX_OF_16_BITS = 0xFFFF;

    private FrameHead() {}

    /**
     * Writes a head at a buffer's position.
     *
     * @param length of the payload, in bytes
     */
    public static void write(ByteBuffer target, int opcode, long length) {
        target.put((byte) (FINAL | opcode));
        if (length < LENGTH_OF_16_BITS) {
            target.put((byte) length);
        } else if (length <= MAX_OF_16_BITS) {
            target.put((byte) LENGTH_OF_16_BITS).putShort((short) length);
        } else {
            target.put((byte) LENGTH_OF_64_BITS).putLong(length);
        }
    }
}
