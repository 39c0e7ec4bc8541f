package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * What a client says to get a stream: a request of HTTP or, for an address such as {@code
 * ws://host:port/ws?stream=NAME}, what a window of Framelog's page says. One for each client.
 */
final class Question {
    /** The page reports each 200 ms, in which 6 frames come at 30 fps. */
    private static final int REPORT_EACH = 6;

    private static final String UPGRADE = """
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Version: 13\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            """;

    private static final int FINAL_TEXT = 0x81;
    private static final int MASKED = 0x80;
    /** A mask that changes nothing. */
    private static final int MASK = 0;

    private final URI stream;
    private final boolean isChannel;
    private boolean watching;
    private long handled;

    Question(URI stream) {
        this.stream = stream;
        isChannel = "ws".equals(stream.getScheme());
    }

    FrameParser parser() {
        return isChannel ? new ChannelParser() : new PartParser();
    }

    /**
     * The request.
     *
     * @param protocol the version of HTTP
     */
    ByteBuffer request(String protocol) {
        String query = stream.getRawQuery() == null || isChannel ? "" : "?" + stream.getRawQuery();
        return US_ASCII.encode("GET " + stream.getRawPath() + query + " " + protocol + "\r\nHost: "
                + stream.getRawAuthority() + "\r\n" + (isChannel ? UPGRADE : "") + "\r\n");
    }

    /** The answer has begun, and frames may follow: says what is wanted, if that was not in the request. */
    void begin(WritableByteChannel server) throws IOException {
        if (isChannel && !watching) {
            watching = true;
            String name = stream.getRawQuery().substring("stream=".length());
            say(server, "{\"watch\":[{\"id\":1,\"stream\":\"" + name + "\"}]}");
        }
    }

    /** A frame has come: reports it, now or with later ones. */
    void handled(WritableByteChannel server) throws IOException {
        handled++;
        if (isChannel && handled % REPORT_EACH == 0) {
            say(server, "{\"shown\":[[1," + handled + "]]}");
        }
    }

    private static void say(WritableByteChannel server, String text) throws IOException {
        byte[] bytes = text.getBytes(US_ASCII);
        server.write(ByteBuffer.allocate(2 + Integer.BYTES + bytes.length)
                .put((byte) FINAL_TEXT)
                .put((byte) (MASKED | bytes.length))
                .putInt(MASK)
                .put(bytes)
                .flip());
    }
}
