package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/**
 * A connection to a server. It is made of a channel, so that interrupting the thread ends every wait. For one thread.
 */
final class Connection implements AutoCloseable {
    private final SocketChannel channel;
    private final Socket socket;
    private final HttpInput in;

    private Connection(SocketChannel channel, Socket socket) throws IOException {
        this.channel = channel;
        this.socket = socket;
        in = new HttpInput(socket.getInputStream());
    }

    /**
     * Connects to the first address of the host that answers.
     *
     * @param timeout for each address, and for every later wait until {@link #allow} is called
     */
    static Connection open(CameraAddress address, CameraTrust trust, Duration timeout) throws IOException {
        IOException failure = new UnknownHostException(address.host());
        for (InetAddress candidate : addresses(address)) {
            try {
                return open(candidate, address, trust, timeout);
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** The addresses of the host: at least one. */
    static InetAddress[] addresses(CameraAddress address) throws UnknownHostException {
        String host = address.host();
        try {
            return InetAddress.getAllByName(host.startsWith("[") ? host : IDN.toASCII(host));
        } catch (IllegalArgumentException e) { // no name can be like this
            throw new UnknownHostException(host);
        }
    }

    private static Connection open(InetAddress host, CameraAddress address, CameraTrust trust, Duration timeout)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            Socket socket = channel.socket();
            socket.connect(new InetSocketAddress(host, address.portOrDefault()), (int) timeout.toMillis());
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) timeout.toMillis());
            return new Connection(channel, address.isSecure() ? trust.secure(socket, address) : socket);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Limits every wait for data from now on; it then ends with a {@link SocketTimeoutException}. */
    void allow(Duration wait) throws IOException {
        socket.setSoTimeout((int) Math.max(1, wait.toMillis()));
    }

    void send(String request) throws IOException {
        socket.getOutputStream().write(request.getBytes(UTF_8));
    }

    HttpInput in() {
        return in;
    }

    @Override
    public void close() {
        try {
            channel.close(); // not the TLS socket, whose farewell may block
        } catch (IOException e) {
            // There is nothing left to do.
        }
    }
}
