package io.framelog.publisher.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server's answer to a request. The caller must close it, which ends the connection. For one thread. */
public final class HttpAnswer implements AutoCloseable {
    private static final int MAX_HEAD_BYTES = 64 << 10;
    private static final long MAX_LENGTH = 1L << 40;
    private static final int OK = 200;
    /** The first byte of a TLS server's answer to a client that does not speak TLS. */
    private static final int TLS_ALERT = 0x15;

    private static final Pattern BOUNDARY = Pattern.compile("(?i)\\bboundary\\s*=\\s*(?:\"([^\"]*)\"|([^;\\s]+))");

    private final Connection connection;
    private final int status;
    private final Map<String, List<String>> headers;
    private final HttpBody body;

    private HttpAnswer(Connection connection, int status, Map<String, List<String>> headers) {
        this.connection = connection;
        this.status = status;
        this.headers = headers;
        boolean chunked = header("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked");
        // Some cameras tell a length for pictures without end.
        body = new HttpBody(connection.in(), chunked, isMultipart() ? OptionalLong.empty() : contentLength());
    }

    /**
     * Reads the head of an answer. Lines may end with LF only. An answer without a head is taken for a body.
     *
     * @throws IOException if the head is longer than 64 KiB or its first line has no status
     */
    static HttpAnswer read(Connection connection) throws IOException {
        HttpInput in = connection.in();
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        int status;
        do {
            headers.clear();
            if (!in.startsWith("HTTP/") && !in.startsWith("ICY ")) {
                switch (in.peek()) {
                    case -1 -> throw new IOException("the server closed it without an answer");
                    case TLS_ALERT -> throw new IOException("this port speaks TLS; the address must begin with https:");
                    default -> {
                        // An answer as of HTTP/0.9: a body.
                    }
                }
                return new HttpAnswer(connection, OK, headers);
            }
            String[] words = in.line(MAX_HEAD_BYTES).strip().split("\\s+", 3);
            if (words.length < 2 || !words[1].matches("\\d{3}")) {
                throw new IOException("the answer has no status");
            }
            status = Integer.parseInt(words[1]);
            readHeaders(in, headers);
        } while (status < OK);
        return new HttpAnswer(connection, status, headers);
    }

    private static void readHeaders(HttpInput in, Map<String, List<String>> headers) throws IOException {
        int left = MAX_HEAD_BYTES;
        while (true) {
            String line = in.line(left);
            if (line.isEmpty()) {
                return;
            }
            left -= line.length();
            int colon = line.indexOf(':');
            if (colon > 0) {
                String name = line.substring(0, colon).strip();
                headers.computeIfAbsent(name, absent -> new ArrayList<>(1))
                        .add(line.substring(colon + 1).strip());
            }
        }
    }

    /** The status, such as 200; 200 also for a body without a head. */
    public int status() {
        return status;
    }

    /** The first value of a header; empty if there is none. */
    public String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? "" : values.get(0);
    }

    List<String> headers(String name) {
        return headers.getOrDefault(name, List.of());
    }

    /** The media type in lower case and without parameters; empty if the server does not tell it. */
    public String mediaType() {
        return header("Content-Type").split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the server says that the body has several parts. */
    public boolean isMultipart() {
        return mediaType().startsWith("multipart/");
    }

    /** The text that separates the parts, without quotes and dashes in front of it; empty if it is not declared. */
    public Optional<String> boundary() {
        Matcher boundary = BOUNDARY.matcher(header("Content-Type"));
        if (!boundary.find()) {
            return Optional.empty();
        }
        String text = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        return Optional.of(text.replaceFirst("^-+", "")).filter(found -> !found.isEmpty());
    }

    /**
     * How many bytes the body has; empty if the server does not tell it, or tells 0 or a length without end, as some do
     * for live streams.
     */
    public OptionalLong contentLength() {
        String length = header("Content-Length");
        long bytes = length.matches("\\d{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
        return bytes > 0 && bytes <= MAX_LENGTH ? OptionalLong.of(bytes) : OptionalLong.empty();
    }

    /**
     * Reads some of the body: at least one byte.
     *
     * @return how many bytes; -1 at the end
     * @throws IOException if the connection breaks, or the server is silent for longer than {@link #allow} allows
     */
    public int read(byte[] target, int offset, int length) throws IOException {
        return body.read(target, offset, length);
    }

    /** Whether the body came to an end that the server had told, and not just to that of the connection. */
    public boolean isWhole() {
        return body.isWhole();
    }

    /** Whether the server tells the end of the body only by ending the connection. */
    public boolean endsWithConnection() {
        return body.endsWithConnection();
    }

    /** Limits every wait for data from now on; it then ends with a {@link java.net.SocketTimeoutException}. */
    public void allow(Duration wait) throws IOException {
        connection.allow(wait);
    }

    @Override
    public void close() {
        connection.close();
    }
}
