package io.framelog.viewer.websocket;

import io.framelog.viewer.connection.Payload;
import java.nio.ByteBuffer;

/** A small frame to send, or a text that many clients get. The bytes are shared; each write has a message of its own. */
public final class Message implements Payload {
    private final ByteBuffer[] frame;

    private Message(ByteBuffer frame) {
        this.frame = new ByteBuffer[] {frame};
    }

    /** The frame of a text, in memory that several messages can share. */
    public static byte[] text(byte[] utf8) {
        return frame(FrameHead.TEXT, utf8);
    }

    /** A message of a {@link #text}. */
    public static Message of(byte[] frame) {
        return new Message(ByteBuffer.wrap(frame));
    }

    static Message control(int opcode, byte[] payload) {
        return of(frame(opcode, payload));
    }

    /** The answer to a ping. */
    public static Message pong(byte[] data) {
        return control(FrameHead.PONG, data);
    }

    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(FrameHead.MAX_LENGTH + payload.length);
        FrameHead.write(frame, opcode, payload.length);
        frame.put(payload).flip();
        byte[] exact = new byte[frame.remaining()];
        frame.get(exact);
        return exact;
    }

    /** In bytes. */
    public int length() {
        return frame[0].limit();
    }

    @Override
    @SuppressWarnings("EI_EXPOSE_REP") // for one write
    public ByteBuffer[] fromStart() {
        return frame;
    }

    @Override
    @SuppressWarnings("EI_EXPOSE_REP")
    public ByteBuffer[] retainRest() {
        return frame;
    }

    @Override
    public void release() {
        // It is the collector's.
    }
}
