package io.framelog.viewer.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes to one client's connection, or stream of HTTP/2, without blocking. Only for the event loop's thread. This is
 * what to implement for another way of writing.
 */
public interface Outlet {
    /** Receives the result of {@link #finish}, on any thread. */
    interface Listener {
        /** Everything was written. */
        void written();

        /** The connection ended first. */
        void failed();
    }

    /**
     * Writes as much as the client takes at once.
     *
     * @param bytes their positions move by what was taken; not used after the return
     * @return whether everything was taken; if not, {@link #finish} must be called before the next flush
     * @throws IOException if the connection has ended
     */
    boolean flush(ByteBuffer[] bytes) throws IOException;

    /**
     * Writes what a flush left over, as the client takes more.
     *
     * @param rest their positions move by what is taken; in use until the listener is called
     * @param listener called once, possibly before this returns
     */
    void finish(ByteBuffer[] rest, Listener listener);

    /**
     * Sets how many bytes such writes have, so that the system's buffer can be sized for them.
     *
     * @param bytes the next write's length, about
     */
    void expect(int bytes);

    /** Whether the connection is open, as far as is known. */
    boolean isOpen();

    /** Ends the answer; what the system has taken is still sent. */
    void close();

    /** Breaks the answer off. The system drops what it holds, which a stalled client would pin. */
    void abort();
}
