package io.framelog.publisher.mjpeg;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The pictures that an address gives. The caller must close it. For one thread, which may be interrupted. */
public interface Pictures extends AutoCloseable {
    /**
     * Waits for the next picture.
     *
     * @return a JPEG or PNG, complete or damaged, valid until the next call; null at the end
     * @throws IOException if the source is lost; the message is one sentence that names the address and the cause
     */
    @Nullable ByteBuffer next() throws IOException, InterruptedException;

    /** False for a recording, which has an end and waits for its reader. */
    boolean isLive();

    /** The usual time from one picture to the next in microseconds; a guess for most sources. */
    long frameInterval();

    @Override
    void close();
}
