package io.framelog.viewer.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Gathers small pieces into large writes of direct memory, which neither files nor sockets copy again. For one thread. */
final class BufferedChannel {
    private static final int BYTES = 256 * 1024;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private long position;

    BufferedChannel(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Writes bytes from position to limit; the buffer's position is left where it was. */
    void write(ByteBuffer bytes) throws IOException {
        ByteBuffer rest = bytes.duplicate();
        position += rest.remaining();
        while (rest.hasRemaining()) {
            int length = Math.min(rest.remaining(), buffer.remaining());
            buffer.put(rest.slice(rest.position(), length));
            rest.position(rest.position() + length);
            if (!buffer.hasRemaining()) {
                flush();
            }
        }
    }

    /** Hands on what was gathered. */
    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            var unused = channel.write(buffer);
        }
        buffer.clear();
    }

    /** How many bytes were written here. */
    long position() {
        return position;
    }
}
