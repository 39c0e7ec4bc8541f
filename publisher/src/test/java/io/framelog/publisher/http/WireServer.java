package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server that writes exactly the bytes that a test wants, as cameras do which do not care about any standard. */
public final class WireServer implements AutoCloseable {
    private static final char TLS_HANDSHAKE = 0x16;

    private final ServerSocket socket;
    private final Handler handler;
    private final boolean keepsConnections;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /** Answers a request; the connection ends afterwards. */
    @FunctionalInterface
    public interface Handler {
        /**
         * Writes an answer.
         *
         * @param request the head of the request
         */
        void answer(String request, OutputStream out) throws IOException, InterruptedException;
    }

    /** Starts to serve on a free port of this computer. */
    public WireServer(Handler handler) throws IOException {
        this(handler, false);
    }

    private WireServer(Handler handler, boolean keepsConnections) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), handler, keepsConnections);
    }

    /**
     * Starts to serve.
     *
     * @param socket listens already
     * @param keepsConnections whether a connection may have several requests
     */
    public WireServer(ServerSocket socket, Handler handler, boolean keepsConnections) {
        this.socket = socket;
        this.handler = handler;
        this.keepsConnections = keepsConnections;
        threads.execute(this::accept);
    }

    /** A server that gives the same answer to each request. */
    public static WireServer of(String answer) throws IOException {
        return new WireServer((request, out) -> out.write(answer.getBytes(ISO_8859_1)));
    }

    /** A server that gives the same answer to each request, of which a connection may have several. */
    public static WireServer ofMany(String answer) throws IOException {
        return new WireServer((request, out) -> out.write(answer.getBytes(ISO_8859_1)), true);
    }

    /** The address of a path that begins with a slash. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** The port. */
    public int port() {
        return socket.getLocalPort();
    }

    /** The heads of all requests so far. */
    public List<String> requests() {
        return requests;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                connections.add(connection);
                threads.execute(() -> serve(connection));
            } catch (IOException e) {
                return; // the end
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            do {
                String request = readHead(connection.getInputStream());
                requests.add(request);
                handler.answer(request, connection.getOutputStream());
            } while (keepsConnections);
        } catch (IOException e) {
            // The client is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static String readHead(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("the client sent no whole request");
            }
            head.append((char) next);
            if (head.charAt(0) == TLS_HANDSHAKE) {
                break;
            }
        }
        return head.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        threads.shutdownNow();
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
