package io.framelog.frame;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "front",
                "-a",
                ".",
                "..",
                " ",
                "cam 1",
                "/home/me/clip 1.mp4",
                "Küche",
                "\"cam1\"",
                "100%",
                "a\nb",
                "\u05DE\u05E6\u05DC\u05DE\u05D4",
                "\uD83D\uDCF7",
                "0x3",
                "\uFFFD"
            })
    void keyOfAnyTextIsAName(String name) {
        StreamName stream = new StreamName(name);

        assertEquals(name, stream.value());
        assertEquals(Optional.of(stream), StreamName.ofKey(name.getBytes(UTF_8)));
        assertArrayEquals(name.getBytes(UTF_8), stream.toKey());
    }

    @ParameterizedTest
    @CsvSource({"00000003", "ff", "1b5b316d", "7f", "c285", "63616d00", "eda080", "0000000000000000000006"})
    void keyThatIsNoTextIsNamedByItsDigits(String digits) {
        byte[] key = HexFormat.of().parseHex(digits);
        StreamName stream = StreamName.ofKey(key).orElseThrow();

        assertEquals("0x" + digits, stream.value());
        assertArrayEquals(key, stream.toKey());
        assertEquals(stream, new StreamName("0x" + digits));
    }

    @Test
    void digitsOfATextAreAPlainName() {
        assertArrayEquals("0x636d".getBytes(UTF_8), new StreamName("0x636d").toKey());
        assertArrayEquals("0xFF".getBytes(UTF_8), new StreamName("0xFF").toKey(), "a hex name has lower case");
    }

    @Test
    void otherEncodingsAndSpellingsAreOtherNames() {
        assertNotEquals(Optional.of(new StreamName("cam")), StreamName.ofKey("cam".getBytes(UTF_16)));
        assertNotEquals(new StreamName("caf\u00E9"), new StreamName("cafe\u0301"));
        assertNotEquals(new StreamName("cam"), new StreamName("Cam"));
    }

    @Test
    void namesHaveALimit() {
        String longest = "\u00FC".repeat(StreamName.MAX_BYTES / 2);
        byte[] longestKey = new byte[StreamName.MAX_BYTES];

        assertEquals(
                new StreamName(longest),
                StreamName.ofKey(longest.getBytes(UTF_8)).orElseThrow());
        assertArrayEquals(longestKey, StreamName.ofKey(longestKey).orElseThrow().toKey());
        assertFalse(StreamName.isValid(longest + "a"));
        assertEquals(Optional.empty(), StreamName.ofKey((longest + "a").getBytes(UTF_8)));
        assertEquals(Optional.empty(), StreamName.ofKey(new byte[StreamName.MAX_BYTES + 1]));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a\0", "\u001B[1m", "\u0085", "\uD83D", "\uDCF7\uD83D"})
    void refusesWhatIsNoText(String name) {
        assertFalse(StreamName.isValid(name));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new StreamName(name));
        assertTrue(String.valueOf(refused.getMessage()).contains("1 to 1024 bytes of UTF-8"), refused.getMessage());
    }

    @Test
    void messagesHaveItOnOneLine() {
        assertEquals("a\\u000ab\\u202ec", new StreamName("a\nb\u202Ec").toString());
        assertEquals("Küche", new StreamName("Küche").toString());
    }

    @Test
    void recordWithoutKeyBelongsToTheDefaultStream() {
        assertEquals(Optional.of(StreamName.DEFAULT), StreamName.ofKey(null));
        assertEquals(Optional.of(StreamName.DEFAULT), StreamName.ofKey(new byte[0]));
    }
}
