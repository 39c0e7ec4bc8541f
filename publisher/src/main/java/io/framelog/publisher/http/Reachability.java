package io.framelog.publisher.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Finds out why another program could not connect to an address. */
public final class Reachability {
    private Reachability() {}

    /**
     * Connects to the address and ends the connection at once. Does nothing for a protocol whose port is not known here.
     *
     * @param timeout for connecting
     * @throws HttpException if it cannot be reached; the message says why
     */
    public static void check(CameraAddress address, Duration timeout) throws HttpException {
        if (address.host().isEmpty() || !address.hasKnownProtocol()) {
            return;
        }
        try {
            InetAddress host = Connection.addresses(address)[0];
            try (SocketChannel channel = SocketChannel.open()) {
                InetSocketAddress server = new InetSocketAddress(host, address.portOrDefault());
                channel.socket().connect(server, (int) timeout.toMillis());
            }
        } catch (IOException e) {
            throw HttpException.connecting(address, e);
        }
    }
}
