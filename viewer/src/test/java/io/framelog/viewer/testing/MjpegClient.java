package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** An MJPEG client. Like a browser, it shows a picture only when the delimiter after it has arrived. */
public final class MjpegClient implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;
    private static final int SMALL_BUFFER = 4 * 1024;

    /** A part of the stream. */
    public static final class Picture {
        private final Map<String, String> headers;
        private final byte[] image;

        Picture(Map<String, String> headers, byte[] image) {
            this.headers = headers;
            this.image = image;
        }

        /** The part's headers, with names in lower case. */
        public Map<String, String> headers() {
            return headers;
        }

        /** The part's body. */
        public byte[] image() {
            return image.clone();
        }
    }

    private final Socket socket;
    private final DataInputStream in;
    private final String statusLine;
    private final Map<String, String> headers;

    private MjpegClient(int port, String request, int receiveBuffer) throws IOException {
        this(connect(port, receiveBuffer), request);
    }

    private MjpegClient(Socket connected, String request) throws IOException {
        socket = connected;
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
        statusLine = line();
        headers = headerLines();
    }

    private static Socket connect(int port, int receiveBuffer) throws IOException {
        Socket socket = new Socket();
        if (receiveBuffer > 0) {
            socket.setReceiveBufferSize(receiveBuffer);
        }
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    /** Requests a path, and waits for the response's headers. */
    public static MjpegClient open(int port, String path) throws IOException {
        return new MjpegClient(port, request(path), 0);
    }

    /** Requests a path over TLS of this version. */
    public static MjpegClient openTls(SSLContext trusting, String version, int port, String path) throws IOException {
        return new MjpegClient(encrypt(trusting, version, connect(port, 0), port), request(path));
    }

    /** Requests a path over TLS, with a small receive buffer. */
    public static MjpegClient openTlsWithSmallBuffer(SSLContext trusting, int port, String path) throws IOException {
        return new MjpegClient(encrypt(trusting, "TLSv1.3", connect(port, SMALL_BUFFER), port), request(path));
    }

    private static Socket encrypt(SSLContext trusting, String version, Socket plain, int port) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", port, true);
        socket.setEnabledProtocols(new String[] {version});
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    private static String request(String path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    /** Requests a path as an HTTP/1.0 client. */
    public static MjpegClient openHttp10(int port, String path) throws IOException {
        return new MjpegClient(port, "GET " + path + " HTTP/1.0\r\n\r\n", 0);
    }

    /** Requests a path, with a small receive buffer. */
    public static MjpegClient openWithSmallBuffer(int port, String path) throws IOException {
        return new MjpegClient(port, request(path), SMALL_BUFFER);
    }

    /** Requests a path, and sends more text without waiting for the response. */
    public static MjpegClient openAndSay(int port, String path, String more) throws IOException {
        return new MjpegClient(port, request(path) + more, 0);
    }

    /** Requests a path with an {@code Accept} header. */
    public static MjpegClient openAccepting(int port, String path, String mediaType) throws IOException {
        return new MjpegClient(
                port, "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept: " + mediaType + "\r\n\r\n", 0);
    }

    /** Closes the sending side; reading continues. */
    public void halfClose() throws IOException {
        socket.shutdownOutput();
    }

    /** Sends text after the request. */
    public void say(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    /** The response's first line. */
    public String statusLine() {
        return statusLine;
    }

    /** The response's headers, with names in lower case. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Whether something has come that is not read yet. */
    public boolean hasInput() throws IOException {
        return in.available() > 0;
    }

    /** Reads the delimiter before the first picture. */
    public String preamble() throws IOException {
        return line();
    }

    /** Waits for the next picture and the delimiter after it. */
    public Picture next() throws IOException {
        Map<String, String> partHeaders = headerLines();
        byte[] image = new byte[Integer.parseInt(partHeaders.getOrDefault("content-length", "0"))];
        in.readFully(image);
        String end = line() + line();
        if (!end.equals("--framelog")) {
            throw new IOException("not the delimiter: " + end);
        }
        return new Picture(partHeaders, image);
    }

    /** Waits until the connection is closed; throws if it is reset. */
    public void awaitEnd() throws IOException {
        long ignored = in.transferTo(OutputStream.nullOutputStream());
        if (ignored < 0) {
            throw new EOFException();
        }
    }

    private Map<String, String> headerLines() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            lines.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return lines;
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.readUnsignedByte(); next != '\n'; next = in.readUnsignedByte()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
