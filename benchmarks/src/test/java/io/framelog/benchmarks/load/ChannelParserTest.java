package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelParserTest {
    private static final String ANSWER = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n";

    @Test
    void findsEveryFrameBetweenTexts() {
        ByteBuffer all = ByteBuffer.allocate(200_000);
        all.put(ANSWER.getBytes(ISO_8859_1)).put(new byte[] {(byte) 0x81, 2, '{', '}'});
        frame(all, 5);
        frame(all, 300);
        frame(all, 70_000);
        all.flip();
        for (int piece : List.of(1, 7, 4096, 200_000)) {
            ChannelParser parser = new ChannelParser();
            List<String> seen = new ArrayList<>();
            ByteBuffer rest = all.duplicate();
            while (rest.hasRemaining()) {
                ByteBuffer next = rest.slice(rest.position(), Math.min(piece, rest.remaining()));
                rest.position(rest.position() + next.remaining());
                parser.feed(
                        next,
                        frame -> seen.add(frame.length() + " " + frame.openingLength() + " " + frame.opening()[0] + " "
                                + frame.timestampNanos()));
            }
            assertEquals(200, parser.status());
            assertEquals(List.of("5 5 9 7000", "300 256 9 7000", "70000 256 9 7000"), seen);
        }
    }

    @Test
    void knowsARefusal() {
        ChannelParser parser = new ChannelParser();
        parser.feed(ByteBuffer.wrap("HTTP/1.1 503 No\r\n\r\n".getBytes(ISO_8859_1)), frame -> {});
        assertEquals(503, parser.status());
    }

    private static void frame(ByteBuffer target, int length) {
        long payload = 32L + length;
        target.put((byte) 0x82);
        if (payload < 126) {
            target.put((byte) payload);
        } else if (payload < 65_536) {
            target.put((byte) 126).putShort((short) payload);
        } else {
            target.put((byte) 127).putLong(payload);
        }
        byte[] image = new byte[length];
        image[0] = 9;
        target.put(new byte[16]).putLong(7).putLong(0).put(image);
    }
}
