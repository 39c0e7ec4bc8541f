package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Says what a record's value is if it is no frame, as far as its first bytes tell, and what its producer should write.
 * There are few different answers, so that records can be counted by them.
 */
final class ForeignValue {
    private static final String IS = "its value is ";
    private static final String WRITE_IT = "write the bytes of the picture itself";
    private static final String NO_FORMAT = "frames are JPEG or PNG";
    /** How far a value is searched. */
    private static final int SEARCHED = 4096;
    /** Where a picture behind the header of a serializer begins at the latest. */
    private static final int LONGEST_HEADER = 64;

    private static final List<String> PICTURES = List.of("\u00FF\u00D8\u00FF", "\u0089PNG\r\n\u001A\n");
    /** How base64 of a JPEG and of a PNG begins, also with the alphabet for addresses, and escaped in JSON. */
    private static final List<String> BASE64 = List.of("/9j/", "_9j_", "\\/9j\\/", "iVBORw0KGgo");
    /** How the bytes of a JPEG and of a PNG look as text. */
    private static final List<String> AS_TEXT = List.of(
            "ffd8ff", "FFD8FF", "\\xff\\xd8\\xff", "89504e47", "89504E47", "\\x89PNG", "255, 216, 255", "255,216,255");

    /** The bytes that values of a kind have at an offset. */
    private record Signature(int offset, String bytes, String name) {
        static Signature of(String bytes, String name) {
            return new Signature(0, bytes, name);
        }
    }

    /** The first that matches counts. */
    private static final List<Signature> SIGNATURES = List.of(
            new Signature(8, "WEBP", "a WebP picture"),
            new Signature(8, "AVI ", "an AVI file"),
            Signature.of("GIF8", "a GIF picture"),
            Signature.of("BM", "a BMP picture"),
            Signature.of("II*\0", "a TIFF picture"),
            Signature.of("MM\0*", "a TIFF picture"),
            new Signature(4, "ftypavif", "an AVIF picture"),
            new Signature(4, "ftypheic", "a HEIC picture"),
            new Signature(4, "ftyp", "an MP4 file"),
            new Signature(4, "moof", "a piece of an MP4 file"),
            Signature.of("\0\0\0\fJXL ", "a JPEG XL picture"),
            Signature.of("\u00FF\n", "a JPEG XL picture"),
            Signature.of("\0\0\0\fjP  ", "a JPEG 2000 picture"),
            Signature.of("\u00FFO\u00FFQ", "a JPEG 2000 picture"),
            Signature.of("\u00FF\u00D8", "the beginning of a JPEG"),
            Signature.of("\u0089PNG", "the beginning of a PNG"),
            Signature.of("\0\0\0\1", "H.264 or H.265 video"),
            Signature.of("\0\0\1", "H.264, H.265 or MPEG video"),
            new Signature(188, "G", "an MPEG transport stream"),
            Signature.of("\u001AE\u00DF\u00A3", "a Matroska or WebM file"),
            Signature.of("FLV\1", "an FLV file"),
            Signature.of("OggS", "an Ogg file"),
            Signature.of("\u0093NUMPY", "a NumPy array"),
            Signature.of("\u00AC\u00ED\0\5", "a serialized Java object"),
            Signature.of("\u001F\u008B", "compressed by gzip"),
            Signature.of("(\u00B5/\u00FD", "compressed by Zstandard"),
            Signature.of("PK\3\4", "a ZIP file"),
            Signature.of("%PDF", "a PDF file"));

    private ForeignValue() {}

    /** @param value read from its position, which does not move; not empty */
    static String describe(ByteBuffer value) {
        byte[] head = new byte[Math.min(SEARCHED, value.remaining())];
        value.duplicate().get(head);
        String bytes = new String(head, ISO_8859_1); // one char for each byte
        if (bytes.charAt(0) < 0x7F
                && bytes.chars().allMatch(at -> (at >= ' ' && at != 0x7F) || (at >= '\t' && at <= '\r'))) {
            return IS + text(bytes) + ": " + WRITE_IT;
        } else if (isPickle(head)) {
            return IS + "a pickled Python object: " + WRITE_IT;
        }
        int picture = PICTURES.stream()
                .mapToInt(bytes::indexOf)
                .filter(at -> at > 0 && at <= LONGEST_HEADER)
                .min()
                .orElse(0);
        if (picture > 0) {
            String framing = head[0] == 0 && picture >= 5 ? ", as a serializer of Schema Registry adds them" : "";
            return "its value has " + picture + " bytes in front of the picture" + framing + ": " + WRITE_IT;
        }
        return SIGNATURES.stream()
                .filter(signature -> bytes.startsWith(signature.bytes(), signature.offset()))
                .filter(signature -> signature.offset() < 188 || bytes.startsWith("G"))
                .findFirst()
                .map(signature -> IS + signature.name() + ": " + NO_FORMAT)
                .orElse(IS + "neither JPEG nor PNG");
    }

    private static String text(String text) {
        String begin =
                text.substring(0, Math.min(LONGEST_HEADER, text.length())).stripLeading();
        boolean json = begin.startsWith("{") || begin.startsWith("[");
        if (containsAny(json ? text : begin, BASE64)) {
            return (json ? "JSON with base64 text of a " : "base64 text of a ")
                    + (text.contains("iVBOR") ? "PNG" : "JPEG");
        } else if (containsAny(text, AS_TEXT)) {
            return "the bytes of a picture written as text";
        }
        return json ? "JSON" : "text";
    }

    private static boolean containsAny(String text, List<String> words) {
        return words.stream().anyMatch(text::contains);
    }

    /** Protocols 2 to 5: the PROTO opcode comes first. */
    private static boolean isPickle(byte[] head) {
        return head.length > 2 && head[0] == (byte) 0x80 && head[1] >= 2 && head[1] <= 5;
    }
}
