package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Asks for one picture on a connection of its own, and ends that. For any number of threads. */
public final class FirstFrameClient {
    private static final int BUFFER = 64 * 1024;

    private final Duration patience;

    /** @param patience how long to wait for a next byte */
    public FirstFrameClient(Duration patience) {
        this.patience = patience;
    }

    /**
     * Asks for a Motion JPEG stream, and takes its first part to the last byte.
     *
     * @throws IOException if the answer is another, or does not come
     */
    public FirstFrame ofStream(URI address) throws IOException {
        return ask(address, true);
    }

    /**
     * Asks for a single picture.
     *
     * @throws IOException if the answer is another, or does not come
     */
    public FirstFrame ofPicture(URI address) throws IOException {
        return ask(address, false);
    }

    private FirstFrame ask(URI address, boolean multipart) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) patience.toMillis());
            socket.setTcpNoDelay(true);
            socket.connect(Requests.server(address), (int) patience.toMillis());
            byte[] request = Requests.get(address, "HTTP/1.1").array();
            long begin = System.nanoTime();
            socket.getOutputStream().write(request);
            InputStream answer = new BufferedInputStream(socket.getInputStream(), BUFFER);
            String first = line(answer);
            if (!first.matches("HTTP/1\\.[01] 200( .*)?")) {
                throw new IOException(address + " answers " + first);
            }
            Map<String, String> head = fields(answer);
            if (multipart) {
                line(answer); // the delimiter
                head = fields(answer);
            }
            int length = Integer.parseInt(head.getOrDefault("content-length", "0"));
            if (answer.readNBytes(length).length < length || length == 0) {
                throw new EOFException(address + " ends within its first picture");
            }
            double millis = (System.nanoTime() - begin) / 1e6;
            return new FirstFrame(millis, micros(head.getOrDefault("x-timestamp", "")), length);
        }
    }

    private static long micros(String timestamp) {
        byte[] text = Ascii.bytes(timestamp);
        long nanos = Digits.secondsAsNanos(text, 0, text.length);
        return nanos < 0 ? -1 : nanos / 1000;
    }

    /** Names in lower case. */
    private static Map<String, String> fields(InputStream in) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = Math.max(0, line.indexOf(':'));
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return fields;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the server has ended the connection");
            }
            line.write(next);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }
}
