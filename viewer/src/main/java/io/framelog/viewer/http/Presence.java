package io.framelog.viewer.http;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;

/**
 * Whether the client of a request that is being answered is still there. Jetty reads nothing from a connection while its
 * request is answered, and so does not see that end; where nothing is written for a while, somebody has to look. Of the
 * thread that answers, and for requests without a body.
 */
final class Presence {
    /** Of a next request that comes early; with that in hand, the client is there, and is not looked for again. */
    private static final int BYTES = 512;

    private final Connection connection;
    private final EndPoint endPoint;
    private boolean saysMore;

    Presence(Connection connection) {
        this.connection = connection;
        this.endPoint = connection.getEndPoint();
    }

    /** @throws ClientGoneException if the client has ended the connection */
    void require() throws ClientGoneException {
        // Without a place to put back what is read, nothing may be.
        if (saysMore || !(connection instanceof Connection.UpgradeTo readLater)) {
            return;
        }
        ByteBuffer next = BufferUtil.allocate(BYTES);
        if (fill(next) < 0) {
            throw new ClientGoneException(new EOFException("the client ended the connection"));
        }
        if (next.hasRemaining()) {
            saysMore = true;
            readLater.onUpgradeTo(next);
        }
    }

    private int fill(ByteBuffer buffer) throws ClientGoneException {
        try {
            return endPoint.fill(buffer);
        } catch (IOException e) {
            throw new ClientGoneException(e);
        }
    }
}
