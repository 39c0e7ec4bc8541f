package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.ImageFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForeignValueTest {
    /** A JPEG as cameras begin it: SOI, APP0 "JFIF". */
    private static final byte[] JPEG = HexFormat.of().parseHex("ffd8ffe000104a46494600010100000100010000ffdb0043");

    private static final byte[] PNG = HexFormat.of().parseHex("89504e470d0a1a0a0000000d49484452000000100000001008");

    @Test
    void recognisesTheTextOfAPicture() {
        String base64 = Base64.getEncoder().encodeToString(JPEG);

        assertTold("base64 text of a JPEG: write the bytes", base64);
        assertTold("base64 text of a JPEG", Base64.getUrlEncoder().encodeToString(JPEG));
        assertTold("base64 text of a JPEG", Base64.getMimeEncoder().encodeToString(JPEG));
        assertTold("base64 text of a JPEG", '"' + base64 + '"');
        assertTold("base64 text of a JPEG", "b'" + base64 + "'");
        assertTold("base64 text of a JPEG", "data:image/jpeg;base64," + base64);
        assertTold("base64 text of a PNG", Base64.getEncoder().encodeToString(PNG));
        assertTold("JSON with base64 text of a JPEG", "{\"id\": 1, \"image\": \"" + base64 + "\"}");
        assertTold("JSON with base64 text of a JPEG", "{\"image\":\"" + base64.replace("/", "\\/") + "\"}");
        assertTold("the bytes of a picture written as text", HexFormat.of().formatHex(JPEG));
        assertTold("the bytes of a picture written as text", "b'\\xff\\xd8\\xff\\xe0\\x00\\x10JFIF'");
        assertTold("the bytes of a picture written as text", "[[255, 216, 255, 224]]");
        assertTold("its value is JSON: write", "{\"temperature\": 21.5}");
        assertTold("its value is text", "hello");
    }

    @Test
    void recognisesWhatSerializersMake() throws IOException {
        assertTold("5 bytes in front of the picture, as a serializer of Schema Registry adds them", "\0\0\0\0\1", JPEG);
        assertTold("7 bytes in front of the picture, as a serializer", "\0\0\0\0\1\u00B0\1", PNG);
        assertTold("4 bytes in front of the picture:", "\0\0\0\u0018", JPEG);
        assertTold("a pickled Python object", "\u0080\4\u0095\u00D1\7\0\0\0\0\0\0]", JPEG);
        assertTold("a NumPy array", "\u0093NUMPY\1\0v\0{'descr': '|u1'", new byte[0]);
        ByteArrayOutputStream java = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(java)) {
            out.writeObject(new int[] {1, 2, 3});
        }
        assertTold("a serialized Java object", "", java.toByteArray());
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(JPEG);
        }
        assertTold("compressed by gzip", "", gzip.toByteArray());
    }

    @ParameterizedTest
    @CsvSource({
        "52494646b81200005745425056503820, a WebP picture",
        "474946383961a0007800, a GIF picture",
        "424d36840300000000003600, a BMP picture",
        "49492a0008000000, a TIFF picture",
        "0000001c6674797061766966, an AVIF picture",
        "00000018667479706d703432, an MP4 file",
        "0000000c6a5020200d0a870a, a JPEG 2000 picture",
        "000000016764001facd94050, H.264 or H.265 video",
        "000001b3140 0f013, 'H.264, H.265 or MPEG video'",
        "1a45dfa3010000000000001f, a Matroska or WebM file",
        "ffd8, the beginning of a JPEG",
        "89504e47, the beginning of a PNG",
        "0007010203, neither JPEG nor PNG"
    })
    void namesOtherFormats(String hex, String name) {
        assertTold(name, "", HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void namesATransportStreamByTwoOfItsPackets() {
        byte[] stream = new byte[2 * 188];
        stream[0] = 'G';
        assertFalse(ForeignValue.describe(ByteBuffer.wrap(stream)).contains("transport stream"));
        stream[188] = 'G';

        assertTold("an MPEG transport stream", "", stream);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void hasAWordForEveryBeginningOfAPicture(int length) {
        for (byte[] picture : new byte[][] {JPEG, PNG}) {
            ByteBuffer cut = ByteBuffer.wrap(picture, 0, length);

            assertTrue(ForeignValue.describe(cut).startsWith("its value is "));
            assertEquals(0, cut.position());
            assertTrue(ImageFormat.detect(cut).isEmpty() || length > 3);
        }
    }

    private static void assertTold(String told, String text) {
        assertTold(told, "", text.getBytes(US_ASCII));
    }

    private static void assertTold(String told, String before, byte[] rest) {
        ByteBuffer value = ByteBuffer.allocate(1 + before.length() + rest.length)
                .put((byte) 0)
                .put(before.getBytes(ISO_8859_1))
                .put(rest)
                .position(1);
        String description = ForeignValue.describe(value);

        assertTrue(description.contains(told), description);
    }
}
