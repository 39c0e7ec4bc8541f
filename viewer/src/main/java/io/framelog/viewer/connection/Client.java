package io.framelog.viewer.connection;

import java.nio.ByteBuffer;

/**
 * Receives what the network reports about one client. The methods may be called from any thread, and more than once; they
 * must not block.
 */
public interface Client {
    /** The connection is gone. */
    void disconnected();

    /** The client closed its side. It may still be reading, or it may be gone: the two look the same. */
    void halfClosed();

    /**
     * The client sent something. Called by one thread at a time, in order; not called for a client that has nothing to
     * say.
     *
     * @param input valid until the return
     */
    default void received(ByteBuffer input) {}

    /** The client may no longer see what it is sent. */
    default void refused() {
        disconnected();
    }
}
