package io.framelog.viewer.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Collects small writes in direct memory, which files and sockets do not copy again. Not thread-safe. */
final class BufferedChannel {
    private static final int BYTES = 256 * 1024;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BYTES);
    private long position;

    BufferedChannel(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Writes the remaining bytes; the buffer's position stays as it is. */
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

    /** Writes what was collected to the channel. */
    void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            var unused = channel.write(buffer);
        }
        buffer.clear();
    }

    /** How many bytes were written, collected ones included. */
    long position() {
        return position;
    }
}
