package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartParserTest {
    private static final String STAMP = "FRAMELOG 1790000000123456789 0000000042";
    private static final String STAMPED =
            "\u00ff\u00d8\u00ff\u00e0\0\4JF\u00ff\u00fe\0" + (char) (STAMP.length() + 2) + STAMP + "x".repeat(400);
    private static final String RESPONSE = "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n"
            + "Content-Length: 7\r\nX-Long: " + "y".repeat(600) + "\r\n\r\n"
            + part("Content-Length: " + STAMPED.length() + "\r\nX-Timestamp: 1790000001.5\r\n", STAMPED)
            + part("content-length:5\r\nX-UStreamer-Grab-Time: 12.000345\r\n", "\r\n\r\n\n")
            + part("CONTENT-LENGTH: 1\r\n", "z");

    private static String part(String head, String body) {
        return "--b\r\nContent-Type: image/jpeg\r\n" + head + "\r\n" + body + "\r\n";
    }

    /** What was seen of a part. */
    private record Seen(long length, String opening, long grabNanos, long timestampNanos) {}

    private static final List<Seen> EXPECTED = List.of(
            new Seen(STAMPED.length(), STAMPED.substring(0, 256), -1, 1_790_000_001_500_000_000L),
            new Seen(5, "\r\n\r\n\n", 12_000_345_000L, -1),
            new Seen(1, "z", -1, -1));

    @Test
    void findsEveryPartWhereverTheResponseIsSplit() {
        byte[] response = RESPONSE.getBytes(ISO_8859_1);
        for (int split = 0; split <= response.length; split++) {
            List<Seen> seen = new ArrayList<>();
            PartParser parser = new PartParser();
            parser.feed(ByteBuffer.wrap(response, 0, split), part -> seen.add(seen(part)));
            parser.feed(ByteBuffer.wrap(response, split, response.length - split), part -> seen.add(seen(part)));
            assertEquals(EXPECTED, seen, "split at " + split);
            assertEquals(200, parser.status());
        }
    }

    @Test
    void findsEveryPartOfAResponseThatComesByteByByte() {
        List<Seen> seen = new ArrayList<>();
        PartParser parser = new PartParser();
        for (byte one : RESPONSE.getBytes(ISO_8859_1)) {
            parser.feed(ByteBuffer.wrap(new byte[] {one}), part -> seen.add(seen(part)));
        }
        assertEquals(EXPECTED, seen);
    }

    @Test
    void reportsAPartAtItsLastByteAndNotBefore() {
        byte[] response = RESPONSE.getBytes(ISO_8859_1);
        int end = RESPONSE.indexOf(STAMPED) + STAMPED.length();
        List<Seen> seen = new ArrayList<>();
        PartParser parser = new PartParser();
        parser.feed(ByteBuffer.wrap(response, 0, end - 1), part -> seen.add(seen(part)));
        assertEquals(List.of(), seen);
        parser.feed(ByteBuffer.wrap(response, end - 1, 1), part -> seen.add(seen(part)));
        assertEquals(EXPECTED.subList(0, 1), seen);
    }

    @Test
    void findsASinglePicture() {
        String response = "HTTP/1.1 200 OK\r\nX-Timestamp: 1.5\r\nContent-Length: 3\r\n\r\nabc";
        List<Seen> seen = new ArrayList<>();
        new PartParser().feed(ByteBuffer.wrap(response.getBytes(ISO_8859_1)), part -> seen.add(seen(part)));
        assertEquals(List.of(new Seen(3, "abc", -1, 1_500_000_000L)), seen);
    }

    @Test
    void readsAnyOtherStatus() {
        PartParser parser = new PartParser();
        parser.feed(ByteBuffer.wrap("HTTP/1.1 503 Busy\r\n".getBytes(ISO_8859_1)), part -> {});
        assertEquals(503, parser.status());
    }

    private static Seen seen(FrameParser part) {
        return new Seen(
                part.length(),
                new String(Arrays.copyOf(part.opening(), part.openingLength()), ISO_8859_1),
                part.grabNanos(),
                part.timestampNanos());
    }
}
