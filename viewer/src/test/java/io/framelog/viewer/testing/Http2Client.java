package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.hpack.HpackDecoder;
import org.eclipse.jetty.http2.hpack.HpackException;

/**
 * One connection of HTTP/2 over TLS that sends and reads frames itself, so that it can do what no browser does. What
 * waits reads what has come. Not thread-safe.
 */
public final class Http2Client implements AutoCloseable {
    public static final int DATA = 0;
    public static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    public static final int PING = 6;
    private static final int GOAWAY = 7;
    public static final int WINDOW_UPDATE = 8;

    public static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;

    public static final int ENHANCE_YOUR_CALM = 11;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final int INITIAL_WINDOW = 65_535;
    /** So that it reads faster than frames of video come. */
    private static final int FRAMES_BETWEEN_LOOKS = 100;

    private static final int TIMEOUT_MILLIS = 30_000;

    private final Socket plain;
    private final SSLSocket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final HpackDecoder heads = new HpackDecoder(1 << 16, System::nanoTime);
    private final Map<Integer, Answer> answers = new HashMap<>();
    private final Map<Integer, Integer> settings = new HashMap<>();
    private final Set<Integer> stalled = new HashSet<>();
    private int nextStream = 1;
    private OptionalInt goneAway = OptionalInt.empty();

    /** What has come of one answer. */
    public static final class Answer {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private OptionalInt reset = OptionalInt.empty();
        private boolean ended;
        private int status;
        private HttpFields headers = HttpFields.EMPTY;

        /** 0 before the head. */
        public int status() {
            return status;
        }

        public HttpFields headers() {
            return headers;
        }

        /** How many bytes of the body have come. */
        public int length() {
            return body.size();
        }

        public byte[] body() {
            return body.toByteArray();
        }

        /** Whether it is complete. */
        public boolean ended() {
            return ended;
        }

        /** Why the server broke it off. */
        public OptionalInt reset() {
            return reset;
        }

        /** Whether the last bytes are these, and a delimiter. */
        public boolean endsWith(byte[] image) {
            byte[] all = body();
            byte[] delimiter = "\r\n--framelog\r\n".getBytes(US_ASCII);
            int from = all.length - image.length - delimiter.length;
            return from >= 0 && ByteBuffer.wrap(all, from, image.length).equals(ByteBuffer.wrap(image));
        }
    }

    /** @param receiveBuffer in bytes; 0 for the system's */
    public Http2Client(SSLContext trusting, int port, int receiveBuffer) throws IOException {
        plain = new Socket();
        if (receiveBuffer > 0) {
            plain.setReceiveBufferSize(receiveBuffer);
        }
        plain.setSoTimeout(TIMEOUT_MILLIS);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {"h2"});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(PREFACE.getBytes(US_ASCII));
        send(SETTINGS, 0, 0, new byte[0]);
    }

    /** Sends a request with further fields: names and values in turn. @return its stream */
    public int get(String path, String... fields) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(block("GET", path));
        for (int i = 0; i < fields.length; i += 2) {
            block.write(0); // a name of its own, not to be indexed
            text(block, fields[i]);
            text(block, fields[i + 1]);
        }
        return begin(END_STREAM, block.toByteArray());
    }

    /** Asks for a name of the server. @return its stream */
    public int getFrom(String authority, String path) throws IOException {
        return begin(END_STREAM, block("GET", authority, path));
    }

    /** Sends a request's head, without an end. @return its stream */
    public int post(String path) throws IOException {
        return head("POST", path, 0);
    }

    /** Sends a request's head. @return its stream */
    public int head(String method, String path, int flags) throws IOException {
        return begin(flags, block(method, path));
    }

    private int begin(int flags, byte[] block) throws IOException {
        int stream = newStream();
        send(HEADERS, flags | END_HEADERS, stream, block);
        return stream;
    }

    private int newStream() {
        int stream = nextStream;
        nextStream += 2;
        answers.put(stream, new Answer());
        return stream;
    }

    /** The fields of a request's head. */
    private static byte[] block(String method, String path) throws IOException {
        return block(method, "localhost", path);
    }

    private static byte[] block(String method, String authority, String path) throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x87); // :scheme: https
        field(block, 2, method);
        field(block, 4, path);
        field(block, 1, authority);
        return block.toByteArray();
    }

    private static void field(ByteArrayOutputStream block, int name, String value) throws IOException {
        block.write(name); // not to be indexed
        text(block, value);
    }

    /** A length with a prefix of seven bits (RFC 7541, 5.1), and the characters. */
    private static void text(ByteArrayOutputStream block, String text) throws IOException {
        if (text.length() < 127) {
            block.write(text.length());
        } else {
            int rest = text.length() - 127;
            block.write(127);
            for (; rest >= 128; rest /= 128) {
                block.write(rest % 128 + 128);
            }
            block.write(rest);
        }
        block.write(text.getBytes(US_ASCII));
    }

    /** Sends a frame. */
    public void send(int type, int flags, int stream, byte[] payload) throws IOException {
        out.write(ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array());
    }

    /** Sends bytes as they are. */
    public void sendRaw(byte[] bytes) throws IOException {
        out.write(bytes);
    }

    /** Sends a request, and takes nothing more of its answer than the first 65,535 bytes. @return its stream */
    public int getAndStall(String path) throws IOException {
        stalled.add(nextStream);
        return get(path);
    }

    /** Takes the rest of an answer. */
    public void goOn(int stream) throws IOException {
        stalled.remove(stream);
        send(WINDOW_UPDATE, 0, stream, number(INITIAL_WINDOW));
    }

    /** Gives up an answer. */
    public void cancel(int stream) throws IOException {
        send(RST_STREAM, 0, stream, number(8));
    }

    public Answer answer(int stream) {
        return answers.computeIfAbsent(stream, unknown -> new Answer());
    }

    /** Reads until an answer has its end. */
    public Answer complete(int stream) {
        await("the end of stream " + stream, () -> answer(stream).ended());
        return answer(stream);
    }

    /** Reads until a condition holds. */
    public void await(String what, Callable<Boolean> condition) {
        Await.until(what, () -> {
            for (int frames = 0; frames < FRAMES_BETWEEN_LOOKS; frames++) {
                if (condition.call()) {
                    return true;
                }
                read();
            }
            return condition.call();
        });
    }

    /** A setting that the server announced. */
    public OptionalInt setting(int id) {
        return settings.containsKey(id) ? OptionalInt.of(settings.get(id)) : OptionalInt.empty();
    }

    /** Why the server gave up the connection; empty if it did not. */
    public OptionalInt goneAway() {
        return goneAway;
    }

    /** Reads until the server closes the connection. @return why it did so */
    public int awaitGoodbye() throws IOException {
        try {
            while (true) {
                read();
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            return goneAway.orElseThrow(() -> new AssertionError("without a word", e));
        }
    }

    private void read() throws IOException {
        int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int flags = in.readUnsignedByte();
        int stream = in.readInt() & Integer.MAX_VALUE;
        byte[] payload = in.readNBytes(length);
        Answer answer = answer(stream);
        switch (type) {
            case DATA -> {
                answer.body.write(payload);
                answer.ended |= (flags & END_STREAM) != 0;
                takeMore(stream, length, answer.ended);
            }
            case HEADERS -> {
                MetaData.Response head = decode(payload);
                answer.status = head.getStatus();
                answer.headers = head.getHttpFields();
                answer.ended |= (flags & END_STREAM) != 0;
            }
            case RST_STREAM ->
                answer.reset = OptionalInt.of(ByteBuffer.wrap(payload).getInt());
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    remember(ByteBuffer.wrap(payload));
                    send(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case GOAWAY -> goneAway = OptionalInt.of(ByteBuffer.wrap(payload).getInt(4));
            default -> {
                // of no interest
            }
        }
    }

    private MetaData.Response decode(byte[] block) throws IOException {
        try {
            return (MetaData.Response) heads.decode(ByteBuffer.wrap(block));
        } catch (HpackException e) {
            throw new IOException(e);
        }
    }

    private void remember(ByteBuffer pairs) {
        while (pairs.hasRemaining()) {
            settings.put((int) pairs.getShort(), pairs.getInt());
        }
    }

    private void takeMore(int stream, int bytes, boolean ended) throws IOException {
        if (bytes > 0) {
            send(WINDOW_UPDATE, 0, 0, number(bytes));
            if (!ended && !stalled.contains(stream)) {
                send(WINDOW_UPDATE, 0, stream, number(bytes));
            }
        }
    }

    private static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    /** Loses the connection without a word. */
    public void cut() throws IOException {
        plain.setSoLinger(true, 0);
        plain.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
