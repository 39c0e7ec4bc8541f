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

/** A client of Server-Sent Events, which takes them apart as WHATWG HTML (9.2.6) has it. For one thread. */
public final class SseClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Socket socket;
    private final BufferedReader input;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final int status;
    private String lastId = "";

    /**
     * Something that was told.
     *
     * @param id what the client would come back with after it
     * @param type {@code message} where none was said
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
     * Asks for events.
     *
     * @param lastEventId of the last one that is there already; null for none
     */
    public static SseClient open(int port, String path, @Nullable String lastEventId) throws IOException {
        SseClient client = new SseClient(new Socket(), port, path, lastEventId);
        if (client.status != 200) {
            throw new AssertionError("status " + client.status);
        }
        return client;
    }

    /** One that has little room for what it does not read. */
    public static SseClient openWithSmallBuffer(int port, String path) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4096);
        return new SseClient(socket, port, path, null);
    }

    /** One that speaks TLS. */
    public static SseClient openTls(SSLContext trusting, int port, String path) throws IOException {
        return new SseClient(trusting.getSocketFactory().createSocket(), port, path, null);
    }

    /** The answer's headers, in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** What the client would come back with now. */
    public String lastId() {
        return lastId;
    }

    /** The next event of any type. */
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

    /** The next event that is no state of a stream. */
    public Event nextOfLog() throws IOException {
        Event event = next();
        while (event.type().equals("status")) {
            event = next();
        }
        return event;
    }

    /** Waits until the place is told from which the client hears everything. */
    public SseClient awaitPlace() throws IOException {
        while (lastId.isEmpty()) {
            String line = line();
            if (line.startsWith("id: ")) {
                lastId = line.substring(4);
            }
        }
        return this;
    }

    /** Reads until the connection's end. */
    public void awaitEnd() throws IOException {
        while (input.readLine() != null) {
            // thrown away
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
