package io.framelog.viewer.channel;

import io.framelog.viewer.connection.Payload;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.websocket.FrameHead;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A frame as a binary message: a header of its own for each window, then the image, which all windows share. One object
 * serves a connection, which has at most one write under way. Only for the event loop's thread, except {@link #release()}.
 */
final class PictureMessage implements Payload {
    /** The length of the header, which begins the message. */
    static final int HEADER = 32;

    private static final byte VERSION = 1;

    private final ByteBuffer head = ByteBuffer.allocateDirect(FrameHead.MAX_LENGTH + HEADER);
    private final ByteBuffer[] both = {head, head};
    private @Nullable Part part;

    /**
     * Takes a frame to write it.
     *
     * @param id the window's number of the picture
     * @param nowMicros the present time, in microseconds since the epoch
     */
    PictureMessage of(Part shown, int id, long nowMicros) {
        part = shown;
        both[1] = shown.imageFromStart();
        head.clear();
        FrameHead.write(head, FrameHead.BINARY, (long) HEADER + shown.imageLength());
        head.put(VERSION)
                .put(formatOf(shown))
                .putShort((short) id)
                .putInt(shown.position().partition())
                .putLong(shown.position().offset())
                .putLong(shown.capturedMicros())
                .putLong(nowMicros)
                .flip();
        return this;
    }

    private static byte formatOf(Part shown) {
        return switch (shown.format()) {
            case JPEG -> 0;
            case PNG -> 1;
        };
    }

    /** In bytes. */
    int length() {
        return head.limit() + both[1].limit();
    }

    /** Lets go of a frame that was written at once, or the connection would keep its memory from being freed. */
    void forget() {
        part = null;
        both[1] = head;
    }

    @Override
    public ByteBuffer[] fromStart() {
        return both;
    }

    @Override
    public ByteBuffer[] retainRest() {
        Objects.requireNonNull(part).retain();
        return head.hasRemaining()
                ? new ByteBuffer[] {head, both[1].duplicate()}
                : new ByteBuffer[] {both[1].duplicate()};
    }

    @Override
    public void release() {
        Objects.requireNonNull(part).release();
    }
}
