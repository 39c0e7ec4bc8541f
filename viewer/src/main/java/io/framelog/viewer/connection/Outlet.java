package io.framelog.viewer.connection;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where the bytes for one client go. The one thing to implement for another way of writing. Called by the fan-out thread
 * alone, which it must never block.
 */
public interface Outlet {
    /** Hears, from any thread, how {@link #finish} ended. */
    interface Listener {
        /** All was taken. */
        void written();

        /** Nothing more will be taken: the connection is at its end. */
        void failed();
    }

    /**
     * Writes what the other side takes at once.
     *
     * @param bytes its position moves by what was taken; not used after the return
     * @return whether all was taken; if not, {@link #finish} must come before the next flush
     * @throws IOException if the connection is at its end
     */
    boolean flush(ByteBuffer bytes) throws IOException;

    /**
     * Goes on where a flush had to stop, as the other side takes more.
     *
     * @param rest its position moves as it is taken; in use until the listener was called
     * @param listener called once, perhaps before this returns
     */
    void finish(ByteBuffer rest, Listener listener);

    /**
     * Says how long the parts are that are written, so that the system's buffer can be bounded by it.
     *
     * @param bytes the next part's length
     */
    void expect(int bytes);

    /** Whether the other side is still there, as far as is known. */
    boolean isOpen();

    /** Ends the connection; what the system has taken is still sent. */
    void close();

    /** Ends the connection and drops what the system holds for it, which a client that takes nothing would pin. */
    void abort();
}
