package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StampTest {
    private final Stamp stamp = new Stamp();

    @ParameterizedTest
    @ValueSource(strings = {"FRAMELOG 1790000000123456789 0000000042", "FAKECAM 01790000000123456789 42"})
    void readsTheCommentOfAnyStampingCameraBehindOtherSegments(String comment) {
        byte[] head = jpeg(segment(0xE0, "JFIF") + segment(0xFE, "made by hand") + segment(0xFE, comment));
        assertTrue(stamp.read(head, head.length));
        assertEquals(1_790_000_000_123_456_789L, stamp.nanos());
        assertEquals(42, stamp.sequence());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "FRAMELOG",
                "FRAMELOG ",
                "FRAMELOG 1790000000123456789",
                "FRAMELOG 1790000000123456789 ",
                "FRAMELOG 179000000012345678 1",
                "1790000000123456789 1",
                "framelog 1790000000123456789 1",
                "FRAMELOG 1790000000123456789,1"
            })
    void takesNothingElseForAStamp(String comment) {
        byte[] head = jpeg(segment(0xFE, comment));
        assertFalse(stamp.read(head, head.length));
    }

    @Test
    void takesNoStampFromAHeadThatIsCut() {
        byte[] head = jpeg(segment(0xFE, "FRAMELOG 1790000000123456789 42"));
        for (int length = 0; length < head.length; length++) {
            assertFalse(stamp.read(head, length), "cut to " + length);
        }
        assertTrue(stamp.read(head, head.length));
    }

    private static String segment(int marker, String content) {
        return "\u00ff" + (char) marker + "\0" + (char) (content.length() + 2) + content;
    }

    private static byte[] jpeg(String segments) {
        return ("\u00ff\u00d8" + segments).getBytes(ISO_8859_1);
    }
}
