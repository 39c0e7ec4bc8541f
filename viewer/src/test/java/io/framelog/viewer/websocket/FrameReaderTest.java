package io.framelog.viewer.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final int MAX = 70_000;
    private static final int FIN = 0x80;

    private final List<String> heard = new ArrayList<>();
    private final FrameReader reader = new FrameReader(MAX, new FrameReader.Listener() {
        @Override
        public void frame() {}

        @Override
        public void text(String message) {
            heard.add("text " + message);
        }

        @Override
        public void ping(byte[] data) {
            heard.add("ping " + new String(data, UTF_8));
        }

        @Override
        public void close(Closing closing) {
            heard.add("close " + closing.code() + " " + closing.reason());
        }
    });

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, MAX})
    void readsATextOfAnyLength(int length) {
        String text = "x".repeat(length);
        read(frame(FIN | 1, text));
        assertEquals(List.of("text " + text), heard);
    }

    @Test
    void readsWhatComesByteByByte() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(FIN | 1, "größe"));
        all.writeBytes(frame(FIN | 1, "y".repeat(300)));
        for (byte one : all.toByteArray()) {
            read(one);
        }
        assertEquals(List.of("text größe", "text " + "y".repeat(300)), heard);
    }

    @Test
    void putsFragmentsTogetherAroundControlFrames() {
        byte[] word = "größe".getBytes(UTF_8); // the fragments end within a character
        read(frame(1, word, 0, 3));
        read(frame(FIN | 9, "now"));
        read(frame(0, new byte[0], 0, 0));
        read(frame(FIN | 10, "unasked"));
        read(frame(FIN, word, 3, word.length - 3));
        assertEquals(List.of("ping now", "text größe"), heard);
    }

    @Test
    void readsNothingAfterTheClose() {
        read(frame(FIN | 8, new byte[] {0x03, (byte) 0xE9, 'b', 'y', 'e'}, 0, 5));
        read(frame(FIN | 1, "more"));
        assertEquals(List.of("close 1001 bye"), heard);
    }

    @Test
    void aCloseNeedsNoCode() {
        read(frame(FIN | 8, ""));
        assertEquals(List.of("close 1005 "), heard);
    }

    @ParameterizedTest
    @CsvSource({
        "81 01 78, a client's frames are masked",
        "C1 80 00 00 00 00, no extension was agreed on",
        "83 80 00 00 00 00, a message begins or goes on where it cannot",
        "80 80 00 00 00 00, a message begins or goes on where it cannot",
        "01 80 00 00 00 00 01 80 00 00 00 00, a message begins or goes on where it cannot",
        "8B 80 00 00 00 00, this is no control frame",
        "09 80 00 00 00 00, this is no control frame",
        "89 FE 00 7E 00 00 00 00, this is no control frame",
        "81 FF 80 00 00 00 00 00 00 00 00 00 00 00, the length of a frame is negative",
        "88 81 00 00 00 00 03, this is no code to close with",
        "88 82 00 00 00 00 03 ED, this is no code to close with"
    })
    void refusesWhatIsNoFrame(String bytes, String reason) {
        assertEquals(new Closing(Closing.PROTOCOL_ERROR, reason), refusal(bytes));
    }

    @Test
    void refusesWhatIsNoText() {
        assertEquals(Closing.NOT_TEXT, refusal("81 82 00 00 00 00 C3 28").code());
        assertEquals(Closing.POLICY_VIOLATION, refusal("82 80 00 00 00 00").code());
    }

    @Test
    void refusesALongMessageBeforeItComes() {
        assertEquals(
                Closing.TOO_LONG,
                refusal("81 FF 00 00 00 00 00 01 11 71 00 00 00 00").code());
    }

    @Test
    void countsAllFragmentsOfAMessage() {
        read(frame(1, "x".repeat(MAX)));
        ViolationException refused = assertThrows(ViolationException.class, () -> read(frame(FIN, "x")));
        assertEquals(Closing.TOO_LONG, refused.closing().code());
    }

    private Closing refusal(String hex) {
        String[] octets = hex.split(" ", -1);
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) Integer.parseInt(octets[i], 16);
        }
        heard.clear();
        FrameReader fresh = new FrameReader(MAX, new SilentListener());
        return assertThrows(ViolationException.class, () -> fresh.read(ByteBuffer.wrap(bytes)))
                .closing();
    }

    private void read(byte... bytes) {
        reader.read(ByteBuffer.wrap(bytes));
    }

    private static byte[] frame(int first, String payload) {
        byte[] bytes = payload.getBytes(UTF_8);
        return frame(first, bytes, 0, bytes.length);
    }

    private static byte[] frame(int first, byte[] payload, int from, int length) {
        byte[] mask = {1, 2, 3, 4};
        ByteBuffer frame = ByteBuffer.allocate(14 + length);
        FrameHead.write(frame, first & 0x0F, length);
        frame.put(0, (byte) first).put(1, (byte) (frame.get(1) | 0x80)).put(mask);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[from + i] ^ mask[i % 4]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
