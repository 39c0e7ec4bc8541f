package io.framelog.viewer.testing;

import io.framelog.viewer.connection.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A client that takes nothing until the test lets it. Not thread-safe. */
public final class SlowOutlet implements Outlet {
    private ByteBuffer rest = ByteBuffer.allocate(0);
    private @Nullable Listener listener;
    private boolean failing;
    private boolean open = true;
    private boolean aborted;

    /** Creates a connected client. */
    public SlowOutlet() {}

    /** Takes one byte of the unfinished write. */
    public void takeByte() {
        rest.position(rest.position() + 1);
    }

    /** Takes the rest of the unfinished write. */
    public void takeAll() {
        rest.position(rest.limit());
        if (listener != null) {
            listener.written();
        }
    }

    /** Makes the next write fail. */
    public void fail() {
        failing = true;
    }

    /** How many bytes of the unfinished write are left. */
    public int left() {
        return rest.remaining();
    }

    /** Whether the connection was reset. */
    public boolean isAborted() {
        return aborted;
    }

    @Override
    public boolean flush(ByteBuffer[] bytes) throws IOException {
        if (failing) {
            throw new IOException("as a test");
        }
        return false;
    }

    @Override
    public void finish(ByteBuffer[] left, Listener onEnd) {
        rest = left[0];
        listener = onEnd;
    }

    @Override
    public void expect(int bytes) {}

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }

    @Override
    public void abort() {
        open = false;
        aborted = true;
    }
}
