package io.framelog.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "front",
                "0",
                "Cam_1.left-hand",
                "a23456789012345678901234567890123456789012345678901234567890123"
            })
    void takesLettersDigitsDotsUnderscoresAndHyphens(String name) {
        assertEquals(name, new StreamName(name).value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                ".hidden",
                "a/b",
                "a b",
                "ä",
                "a\n",
                "../etc",
                "a234567890123456789012345678901234567890123456789012345678901234"
            })
    void refusesWhatCouldNotStandInAnAddress(String name) {
        assertFalse(StreamName.isValid(name));
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> new StreamName(name));
        assertTrue(String.valueOf(refused.getMessage()).contains("1 to 63 letters"), refused.getMessage());
    }

    @Test
    void recordWithoutKeyBelongsToTheDefaultStream() {
        assertEquals(Optional.of(StreamName.DEFAULT), StreamName.ofKey(null));
        assertEquals(Optional.of(StreamName.DEFAULT), StreamName.ofKey(new byte[0]));
    }

    @Test
    void keyNamesTheStream() {
        StreamName front = new StreamName("front");
        assertEquals(Optional.of(front), StreamName.ofKey(front.toKey()));
        assertEquals(Optional.empty(), StreamName.ofKey("no/name".getBytes(UTF_8)));
        assertEquals(Optional.empty(), StreamName.ofKey(new byte[] {0, 0, 0, 7}));
    }
}
