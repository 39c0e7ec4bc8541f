package io.framelog.viewer.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.eclipse.jetty.ee10.servlet.HttpOutput;

/**
 * The body of an answer. Writing waits for the client, at most for its connection's idle timeout; it throws a {@link
 * ClientGoneException} if the client is gone. Not thread-safe.
 */
final class ResponseChannel implements WritableByteChannel {
    private final HttpOutput output;
    private final Runnable head;
    private final ClipCounters counters;
    private final ClipSlot slot;
    private boolean begun;

    /**
     * The body of one answer.
     *
     * @param head writes the answer's head; called once, before the first byte of the body
     * @param slot is told when the client is waited for
     */
    ResponseChannel(HttpOutput output, Runnable head, ClipCounters counters, ClipSlot slot) {
        this.slot = slot;
        this.output = output;
        this.head = head;
        this.counters = counters;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        if (!begun) {
            begun = true;
            head.run();
        }
        int count = source.remaining();
        slot.waits();
        try {
            output.write(source.slice());
        } catch (IOException e) {
            throw new ClientGoneException(e);
        } finally {
            slot.goesOn();
        }
        source.position(source.limit());
        counters.wrote(count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return !output.isClosed();
    }

    /** Does nothing: the server ends the answer. */
    @Override
    public void close() {}
}
