package io.framelog.viewer.testing;

import io.framelog.viewer.connection.Outlet;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A client that takes each write at once. */
public class QuietOutlet implements Outlet {
    private volatile boolean open = true;
    private volatile int taken;

    /** Creates a connected client. */
    public QuietOutlet() {}

    /** How many frames it took. */
    public int taken() {
        return taken;
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // only the fan-out's thread writes it
    public boolean flush(ByteBuffer[] bytes) throws IOException {
        taken++;
        return true;
    }

    @Override
    public void finish(ByteBuffer[] rest, Listener listener) {
        throw new AssertionError("every write was complete");
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
    }
}
