package io.framelog.viewer.connection;

/**
 * Receives what the network reports about one client. The methods may be called from any thread, and more than once.
 */
public interface Client {
    /** The connection is gone. */
    void disconnected();

    /** The client closed its side. It may still be reading, or it may be gone: the two look the same. */
    void halfClosed();
}
