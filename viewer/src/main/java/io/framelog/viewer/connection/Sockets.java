package io.framelog.viewer.connection;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import org.eclipse.jetty.io.EndPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reaches the sockets of Jetty's connections. */
final class Sockets {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    private Sockets() {}

    /**
     * Resets a connection: what the system holds of it is dropped, and the client sees an error and not an end. Can be
     * called from any thread.
     */
    static void reset(EndPoint endPoint) {
        // With a linger time of 0, close() sends a reset. Under TLS, the endpoint's own close() would send an end
        // first.
        set(endPoint, StandardSocketOptions.SO_LINGER, 0);
        EndPoint lowest = endPoint;
        while (lowest.getTransport() instanceof EndPoint inner) {
            lowest = inner;
        }
        lowest.close();
    }

    /** Has the system find out that a client is gone: nothing is written to the client of a still picture. */
    static void keepAlive(EndPoint endPoint) {
        set(endPoint, StandardSocketOptions.SO_KEEPALIVE, true);
    }

    /** Sets an option of a connection's socket, if it has one. */
    static <T> void set(EndPoint endPoint, SocketOption<T> option, T value) {
        Object transport = endPoint.getTransport();
        while (transport instanceof EndPoint inner) { // under TLS
            transport = inner.getTransport();
        }
        try {
            if (transport instanceof NetworkChannel channel) {
                channel.setOption(option, value);
            }
        } catch (IOException e) {
            LOG.debug("cannot set {}: {}", option, e.toString());
        }
    }
}
