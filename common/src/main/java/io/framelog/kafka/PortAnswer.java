package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;

/**
 * What a program says that listens on a TCP port. Kafka's own client takes the answer of a TLS or HTTP server for the
 * length of a message, and asks for a gigabyte of memory.
 */
enum PortAnswer {
    /** Kafka's protocol, without TLS. */
    KAFKA("speaks Kafka's protocol without TLS"),
    /** TLS. */
    TLS("speaks TLS"),
    /** HTTP. */
    HTTP("speaks HTTP, not Kafka's protocol"),
    /** Something else. */
    UNKNOWN("does not speak Kafka's protocol"),
    /** The connection was made, but nothing came. */
    NOTHING("accepts connections, but does not answer"),
    /** The port is closed. */
    REFUSED("cannot be reached: nothing listens on this port"),
    /** No connection in time. */
    UNREACHABLE("cannot be reached: no connection within " + Limit.STEP.toSeconds() + " s"),
    /** The name cannot be resolved. */
    UNKNOWN_HOST("cannot be reached: its host name is unknown here");

    /** Limits of a look at a port. */
    private static final class Limit {
        /** How long a connection, and then an answer, may take. A port is asked up to three times. */
        private static final Duration STEP = Duration.ofSeconds(1);
    }

    /** A request for the API versions, which every broker answers also before a login. Version 0, without a name. */
    private static final byte[] KAFKA_REQUEST = {0, 0, 0, 10, 0, 18, 0, 0, 'f', 'l', 'o', 'g', -1, -1};

    /** The first bytes of TLS 1.2, and of 1.3, which looks the same: a handshake that offers one common cipher suite. */
    private static final byte[] TLS_REQUEST = HexFormat.of()
            .parseHex("160301002d" + "010000290303" // a record with a ClientHello
                    + "00".repeat(32) // random
                    + "00" + "0002c02f" + "0100"); // no session, ECDHE-RSA-AES128-GCM-SHA256, no compression

    private static final byte[] HTTP_REQUEST = "GET / HTTP/1.0\r\n\r\n".getBytes(US_ASCII);

    private static final int TLS_ALERT = 21;
    private static final int TLS_HANDSHAKE = 22;
    private static final int LARGEST_ANSWER = 1 << 20;

    private final String text;

    PortAnswer(String text) {
        this.text = text;
    }

    /** Completes the sentence "localhost:9092 …". */
    String text() {
        return text;
    }

    /** Looks at a port. Takes up to six times {@link Limit#STEP}. */
    static PortAnswer of(String host, int port) {
        PortAnswer first = ask(host, port, KAFKA_REQUEST);
        if (first != NOTHING) {
            return first;
        }
        PortAnswer second = ask(host, port, TLS_REQUEST);
        PortAnswer better = second == TLS ? second : ask(host, port, HTTP_REQUEST);
        return better == TLS || better == HTTP ? better : NOTHING;
    }

    private static PortAnswer ask(String host, int port, byte[] request) {
        InetSocketAddress address = new InetSocketAddress(host, port);
        if (address.isUnresolved()) {
            return UNKNOWN_HOST;
        }
        try (Socket socket = new Socket()) {
            int millis = (int) Limit.STEP.toMillis();
            socket.connect(address, millis);
            socket.setSoTimeout(millis);
            try {
                socket.getOutputStream().write(request);
                return judge(socket.getInputStream());
            } catch (IOException e) {
                return NOTHING;
            }
        } catch (ConnectException e) {
            return REFUSED;
        } catch (SocketTimeoutException e) {
            return UNREACHABLE;
        } catch (IOException e) {
            return UNREACHABLE;
        }
    }

    private static PortAnswer judge(InputStream in) throws IOException {
        byte[] head = in.readNBytes(5);
        if (head.length < 5) {
            throw new EOFException();
        }
        if ((head[0] == TLS_ALERT || head[0] == TLS_HANDSHAKE) && head[1] == 3) {
            return TLS;
        }
        if (new String(head, US_ASCII).equals("HTTP/")) {
            return HTTP;
        }
        int length = ByteBuffer.wrap(head).getInt();
        return length > 0 && length < LARGEST_ANSWER && head[4] == KAFKA_REQUEST[8] ? KAFKA : UNKNOWN;
    }
}
