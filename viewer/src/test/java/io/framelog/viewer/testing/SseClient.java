package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A client of Server-Sent Events, which parses them by WHATWG HTML (9.2.6). Not thread-safe. */
public final class SseClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final BufferedReader input;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final int status;
    private String lastId = "";

    /**
     * A received event.
     *
     * @param id the last event's id, from which the client would resume
     * @param type {@code message} if the event has none
     */
    public record Event(String id, String type, String data) {}

    private SseClient(Socket socket, int port, String path, @Nullable String lastEventId) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        String id = lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n";
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n" + id + "\r\n")
                        .getBytes(US_ASCII));
        input = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        status = Integer.parseInt(line().split(" ", 3)[1]);
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
    }

    /**
     * Requests events.
     *
     * @param lastEventId the id of the last event received before; null for none
     */
    public static SseClient open(int port, String path, @Nullable String lastEventId) throws IOException {
        SseClient client = new SseClient(new Socket(), port, path, lastEventId);
        if (client.status != 200) {
            throw new AssertionError("status " + client.status);
        }
        return client;
    }

    /** Requests events, with a small receive buffer. */
    public static SseClient openWithSmallBuffer(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        return new SseClient(socket, port, path, null);
    }

    /** Requests events over TLS. */
    public static SseClient openTls(SSLContext trusting, int port, String path) throws IOException {
        return new SseClient(trusting.getSocketFactory().createSocket(), port, path, null);
    }

    /** The response's headers, with names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The id from which the client would resume now. */
    public String lastId() {
        return lastId;
    }

    /** Waits for the next event of any type. */
    public Event next() throws IOException {
        String type = "message";
        StringBuilder data = new StringBuilder();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                if (data.length() > 0) {
                    return new Event(lastId, type, data.toString());
                }
                type = "message";
            } else if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            } else if (line.startsWith("event: ")) {
                type = line.substring(7);
            } else if (line.startsWith("data: ")) {
                data.append(line.substring(6));
            }
        }
    }

    /** Waits for the next event that is not a stream's state. */
    public Event nextOfLog() throws IOException {
        Event event = next();
        while (event.type().equals("status")) {
            event = next();
        }
        return event;
    }

    /** Waits for the first id. From there on the client misses no event. */
    public SseClient awaitPlace() throws IOException {
        while (lastId.isEmpty()) {
            String line = line();
            if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            }
        }
        return this;
    }

    /** Reads until the connection is closed. */
    public void awaitEnd() throws IOException {
        while (input.readLine() != null) {
            // discarded
        }
    }

    private String line() throws IOException {
        String line = input.readLine();
        if (line == null) {
            throw new IOException("the connection has ended");
        }
        return line;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
