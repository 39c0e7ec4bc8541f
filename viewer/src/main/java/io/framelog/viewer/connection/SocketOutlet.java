package io.framelog.viewer.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.SocketChannelEndPoint;

/**
 * Writes to an unencrypted connection: straight to its socket, in one system call. Only what the socket does not take
 * at once goes through Jetty, whose selector knows when the socket takes more.
 */
final class SocketOutlet extends EndPointOutlet {
    private final SocketChannel socket;

    SocketOutlet(SocketChannelEndPoint endPoint, SendBuffer sendBuffer) {
        super(endPoint, sendBuffer);
        this.socket = endPoint.getChannel();
    }

    @Override
    public boolean flush(ByteBuffer[] bytes) throws IOException {
        if (bytes.length == 1) {
            socket.write(bytes[0]);
        } else {
            socket.write(bytes);
        }
        return !bytes[bytes.length - 1].hasRemaining();
    }
}
