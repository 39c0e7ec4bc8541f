package io.framelog.viewer.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what a client sends over a WebSocket: text messages, whole or in fragments, and control frames in between (RFC
 * 6455, 5). Own code, because Jetty's parser is internal to Jetty and comes with a second HTTP upgrade, extensions and
 * sessions. For one thread at a time.
 */
public final class FrameReader {
    /** Receives what was read, on the reading thread. */
    public interface Listener {
        /** Any frame has come; called before the other methods. */
        void frame();

        /** A text message is complete. */
        void text(String message);

        /** The client wants these bytes back in a pong. */
        void ping(byte[] data);

        /** The client closes the WebSocket, and sends no more. */
        void close(Closing closing);
    }

    private static final int MAX_HEAD = 14;
    private static final int MASK_BYTES = 4;
    private static final int MAX_CONTROL = 125;
    private static final int FIRST_CONTROL = 8;
    private static final int RESERVED = 0x70;
    private static final int OPCODE = 0x0F;
    private static final int MASKED = 0x80;
    private static final int SEVEN_BITS = 0x7F;

    private final int maxMessage;
    private final Listener listener;
    private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD);
    private final byte[] control = new byte[MAX_CONTROL];
    private final byte[] mask = new byte[MASK_BYTES];

    /** What has come of the message; there is none between messages. */
    private byte[] message = new byte[0];

    private int messageLength;
    private boolean inMessage;

    /** The present frame. */
    private boolean inPayload;

    private boolean last;
    private int opcode;
    private int length;
    private int taken;
    private boolean closed;

    /** @param maxMessage the most bytes that a message may have */
    public FrameReader(int maxMessage, Listener listener) {
        this.maxMessage = maxMessage;
        this.listener = listener;
        head.limit(2);
    }

    /**
     * Reads all of a buffer.
     *
     * @throws ViolationException if the client violates the protocol or a limit; nothing more must be read then
     */
    public void read(ByteBuffer input) {
        while (input.hasRemaining() && !closed) {
            if (inPayload) {
                readPayload(input);
            } else {
                readHead(input);
            }
        }
    }

    private void readHead(ByteBuffer input) {
        head.put(input.get());
        if (head.position() == 2) {
            int second = head.get(1);
            if ((second & MASKED) == 0) {
                throw violation("a client's frames are masked");
            }
            int lengthBytes =
                    switch (second & SEVEN_BITS) {
                        case FrameHead.LENGTH_OF_16_BITS -> Short.BYTES;
                        case FrameHead.LENGTH_OF_64_BITS -> Long.BYTES;
                        default -> 0;
                    };
            head.limit(2 + lengthBytes + MASK_BYTES);
        }
        if (head.position() > 2 && !head.hasRemaining()) {
            head.flip();
            begin(head.get(), payloadLength());
            head.get(mask);
            head.clear().limit(2);
            if (length == 0) {
                end();
            }
        }
    }

    private long payloadLength() {
        int seven = head.get() & SEVEN_BITS;
        return switch (seven) {
            case FrameHead.LENGTH_OF_16_BITS -> Short.toUnsignedInt(head.getShort());
            case FrameHead.LENGTH_OF_64_BITS -> head.getLong();
            default -> seven;
        };
    }

    private void begin(int first, long payload) {
        listener.frame();
        last = (first & FrameHead.FINAL) != 0;
        opcode = first & OPCODE;
        if ((first & RESERVED) != 0) {
            throw violation("no extension was agreed on");
        }
        if (payload < 0) {
            throw violation("the length of a frame is negative");
        }
        if (opcode >= FIRST_CONTROL) {
            if (opcode > FrameHead.PONG || !last || payload > MAX_CONTROL) {
                throw violation("this is no control frame");
            }
        } else {
            beginData(payload);
        }
        length = (int) payload;
        taken = 0;
        inPayload = true;
    }

    private void beginData(long payload) {
        if (opcode > FrameHead.BINARY || inMessage != (opcode == FrameHead.CONTINUATION)) {
            throw violation("a message begins or goes on where it cannot");
        }
        if (opcode == FrameHead.BINARY) {
            throw new ViolationException(Closing.POLICY_VIOLATION, "only text messages are understood");
        }
        if (payload > maxMessage - messageLength) {
            throw new ViolationException(Closing.TOO_LONG, "a message has at most " + maxMessage + " bytes");
        }
        inMessage = true;
        if (message.length < messageLength + payload) {
            message = Arrays.copyOf(message, messageLength + (int) payload);
        }
    }

    private void readPayload(ByteBuffer input) {
        boolean isControl = opcode >= FIRST_CONTROL;
        byte[] target = isControl ? control : message;
        int offset = isControl ? 0 : messageLength;
        int count = Math.min(input.remaining(), length - taken);
        for (int i = 0; i < count; i++) {
            target[offset + taken] = (byte) (input.get() ^ mask[taken % MASK_BYTES]);
            taken++;
        }
        if (taken == length) {
            end();
        }
    }

    private void end() {
        inPayload = false;
        switch (opcode) {
            case FrameHead.CLOSE -> {
                closed = true;
                listener.close(closing());
            }
            case FrameHead.PING -> listener.ping(Arrays.copyOf(control, length));
            case FrameHead.PONG -> {
                // nobody waits for one
            }
            default -> endData();
        }
    }

    private void endData() {
        messageLength += length;
        if (last) {
            String text = decode(message, 0, messageLength);
            inMessage = false;
            messageLength = 0;
            message = new byte[0];
            listener.text(text);
        }
    }

    private Closing closing() {
        if (length == 0) {
            return new Closing(Closing.NO_CODE, "");
        }
        int code =
                length == 1 ? 0 : Short.toUnsignedInt(ByteBuffer.wrap(control).getShort());
        if (!Closing.isValid(code)) {
            throw violation("this is no code to close with");
        }
        return new Closing(code, decode(control, Short.BYTES, length - Short.BYTES));
    }

    private static String decode(byte[] bytes, int from, int count) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ViolationException(Closing.NOT_TEXT, "a text is no UTF-8");
        }
    }

    private static ViolationException violation(String reason) {
        return new ViolationException(Closing.PROTOCOL_ERROR, reason);
    }
}
