package io.framelog.viewer.connection;

import java.nio.ByteBuffer;

/** Bytes to write to clients, in memory that is shared or used again: one buffer or several, in order; none is empty. */
public interface Payload {
    /** All bytes, in buffers that are shared: only for the event loop's thread, and only until the write returns. */
    ByteBuffer[] fromStart();

    /**
     * Keeps what the last write from {@link #fromStart()} left over.
     *
     * @return the rest, which stays as it is until {@link #release()} is called
     */
    ByteBuffer[] retainRest();

    /** Gives up the rest that {@link #retainRest()} kept. Called once for each, from any thread. */
    void release();
}
