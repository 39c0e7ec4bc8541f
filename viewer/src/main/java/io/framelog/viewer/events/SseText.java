package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.viewer.connection.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/** Server-Sent Events to be sent (WHATWG HTML, 9.2), in a buffer that is used again. Not thread-safe. */
final class SseText extends ByteArrayOutputStream implements Payload {
    private static final int INITIAL_BYTES = 32 * 1024;

    private ByteBuffer written = ByteBuffer.allocate(0);

    SseText() {
        super(INITIAL_BYTES);
    }

    void append(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    void append(String text) {
        append(text.getBytes(UTF_8));
    }

    @Override
    public ByteBuffer[] fromStart() {
        written = ByteBuffer.wrap(buf, 0, count);
        return new ByteBuffer[] {written};
    }

    /** A copy: the buffer is used for the next client at once. */
    @Override
    public ByteBuffer[] retainRest() {
        return new ByteBuffer[] {
            ByteBuffer.allocate(written.remaining()).put(written).flip()
        };
    }

    @Override
    public void release() {
        // The copy is the collector's.
    }
}
