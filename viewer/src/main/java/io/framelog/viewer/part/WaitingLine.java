package io.framelog.viewer.part;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.viewer.connection.Payload;
import java.nio.ByteBuffer;

/**
 * A header line of a client's first part, sent while there is no frame yet: it keeps the connection in use, and clients
 * ignore it. Not thread-safe; for one write.
 */
public final class WaitingLine implements Payload {
    private static final byte[] LINE = "X-Framelog-Waiting: no frame yet\r\n".getBytes(US_ASCII);

    private final ByteBuffer[] line = {ByteBuffer.wrap(LINE)};

    /** The number of bytes. */
    public int length() {
        return LINE.length;
    }

    @Override
    @SuppressWarnings("EI_EXPOSE_REP") // for one write
    public ByteBuffer[] fromStart() {
        return line;
    }

    @Override
    @SuppressWarnings("EI_EXPOSE_REP")
    public ByteBuffer[] retainRest() {
        return line;
    }

    @Override
    public void release() {
        // It is the collector's.
    }
}
