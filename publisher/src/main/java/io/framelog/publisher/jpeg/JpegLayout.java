package io.framelog.publisher.jpeg;

import io.framelog.frame.ExifOrientation;
import io.framelog.frame.ImageSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where the parts of a camera's JPEG are (ITU T.81, annex B). Reads as libjpeg does, which browsers use: bytes between
 * segments are skipped, as are fill bytes. Unlike libjpeg it also skips what precedes the picture, and a repeated SOI.
 * For one use, by one thread.
 */
final class JpegLayout {
    static final int SOI = 0xD8;
    static final int EOI = 0xD9;
    static final int SOS = 0xDA;
    static final int DHT = 0xC4;
    static final int DQT = 0xDB;
    static final int DRI = 0xDD;
    private static final int APP1 = 0xE1;
    private static final int APP2 = 0xE2;
    /** "MPF" and a zero: the CIPA Multi-Picture Format. */
    private static final int MPF = 0x4D504600;

    private static final int DAC = 0xCC;
    private static final int JPG = 0xC8;
    private static final int DNL = 0xDC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int TEM = 0x01;
    /** So many zeros behind the other bytes belong to the pixels. */
    private static final int MAX_ZEROS = 8;

    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long ONES = 0x0101010101010101L;

    /**
     * A marker segment.
     *
     * @param at where its 0xFF is
     * @param length with the marker
     */
    record Segment(int marker, int at, int length) {}

    private final ByteBuffer image;
    private final List<Segment> segments = new ArrayList<>();
    private final List<Segment> laterSegments = new ArrayList<>(0);
    private final List<Segment> scans = new ArrayList<>(1);
    private boolean clean = true;
    private int start;
    private int scan;
    private int end;
    private boolean ended;
    private String fault = "";

    /** @param image a slice: starts at 0 and is big-endian, as JPEG is */
    private JpegLayout(ByteBuffer image) {
        this.image = image;
    }

    /** Reads a JPEG from the buffer's position, which does not move. */
    static JpegLayout read(ByteBuffer image) {
        JpegLayout layout = new JpegLayout(image.slice());
        layout.start = layout.findStart();
        if (layout.start < 0) {
            layout.fault = "it is not a JPEG";
        } else if (layout.readHead()) {
            layout.readScans();
        }
        return layout;
    }

    private int findStart() {
        for (int at = 0; at + 3 < image.limit(); at++) {
            if (u8(at) == 0xFF && u8(at + 1) == SOI && u8(at + 2) == 0xFF) {
                return at;
            }
        }
        return -1;
    }

    /** @return whether there is a scan */
    private boolean readHead() {
        int at = start + 2;
        while (true) {
            int found = nextMarker(at);
            if (found < 0) {
                fault = "it is cut short before its pixels";
                return false;
            }
            int marker = u8(found + 1);
            clean &= found == at;
            at = found;
            if (marker == SOS) {
                scan = at;
                return true;
            }
            if (marker == EOI) {
                fault = "it has no pixels";
                return false;
            }
            if (isAlone(marker)) {
                clean = false;
                at += 2;
                if (marker == SOI && frameHeader().isPresent()) {
                    segments.clear(); // of a picture that was cut short: this is the next one
                }
                continue;
            }
            int length = segmentLength(at);
            if (length < 0) {
                fault = "it is cut short before its pixels";
                return false;
            }
            segments.add(new Segment(marker, at, length));
            at += length;
        }
    }

    /** The next 0xFF that is followed by a marker; negative if there is none. */
    private int nextMarker(int from) {
        for (int at = findFf(from); at >= 0 && at + 1 < image.limit(); at = findFf(at + 1)) {
            int marker = u8(at + 1);
            if (marker != 0 && marker != 0xFF) {
                return at;
            }
        }
        return -1;
    }

    /** Markers without a segment (B.1.1.3). */
    private static boolean isAlone(int marker) {
        return marker == SOI || marker == TEM || (marker >= RST0 && marker <= RST7);
    }

    /** The length of the segment with its marker; negative if it does not fit. */
    private int segmentLength(int at) {
        if (at + 4 > image.limit()) {
            return -1;
        }
        int length = 2 + u16(at + 2);
        return length < 4 || at + length > image.limit() ? -1 : length;
    }

    /** Finds the end. Inside a scan, 0xFF is followed by 0 or a restart marker; all other markers end it (B.1.1.5). */
    private void readScans() {
        int at = scan;
        while (true) {
            int length = segmentLength(at);
            if (length < 0) {
                end = withoutPadding(image.limit());
                return;
            }
            scans.add(new Segment(SOS, at, length));
            at = findScanEnd(at + length);
            if (at < 0) {
                end = withoutPadding(image.limit());
                return;
            }
            if (u8(at + 1) != SOS) {
                ended = u8(at + 1) == EOI;
                end = ended ? at + 2 : withoutPadding(at);
                return;
            }
        }
    }

    /** Where the pixels of a picture without EOI end at the latest: buffers of a fixed size are filled up. */
    private int withoutPadding(int limit) {
        int at = limit;
        while (at > scan && u8(at - 1) == 0xFF) {
            at--;
        }
        int zeros = at;
        while (zeros > scan && u8(zeros - 1) == 0) {
            zeros--;
        }
        return Math.min(at, zeros + MAX_ZEROS); // the last pixels may be zeros
    }

    /** The SOS, EOI or SOI that follows a scan and the segments behind it; negative if there is none. */
    private int findScanEnd(int from) {
        int at = nextMarker(from);
        while (at >= 0) {
            int marker = u8(at + 1);
            if (marker == SOS || marker == EOI || marker == SOI) {
                return at;
            }
            int next = isBetweenScans(marker) ? behindSegment(at) : at + 2;
            if (next > at + 2) {
                laterSegments.add(new Segment(marker, at, next - at));
            }
            at = nextMarker(next);
        }
        return -1;
    }

    private static boolean isBetweenScans(int marker) {
        return marker == DHT || marker == DAC || (marker >= DNL && marker <= 0xEF) || marker == DQT || marker == 0xFE;
    }

    /** Behind a segment; behind its marker if it is none: damaged pixels may look like one. */
    private int behindSegment(int at) {
        int length = segmentLength(at);
        int next = at + length;
        boolean followed = length > 0 && (next == image.limit() || (next + 1 < image.limit() && u8(next) == 0xFF));
        return followed ? at + length : at + 2;
    }

    /** The next 0xFF; negative if there is none. Looks at eight bytes at a time: most have none. */
    private int findFf(int from) {
        int at = from;
        int last = image.limit() - Long.BYTES;
        while (at <= last) {
            long eight = image.getLong(at);
            // The highest bit of each byte that is 0xFF.
            long found = ((eight & LOW_BITS) + ONES) & eight & ~LOW_BITS;
            if (found != 0) {
                return at + Long.numberOfLeadingZeros(found) / Byte.SIZE;
            }
            at += Long.BYTES;
        }
        while (at < image.limit()) {
            if (u8(at) == 0xFF) {
                return at;
            }
            at++;
        }
        return -1;
    }

    /** Why there is no usable picture; empty if there is one. */
    String fault() {
        return fault;
    }

    /** The segments before the first scan. */
    List<Segment> segments() {
        return segments;
    }

    /** The segments between and behind the scans; damaged pixels may look like one. */
    List<Segment> laterSegments() {
        return laterSegments;
    }

    /** Whether a segment with this marker precedes the first scan. */
    boolean has(int marker) {
        return segments.stream().anyMatch(segment -> segment.marker() == marker);
    }

    /** The frame header (SOFn), whose marker tells the coding; absent if there is none. */
    Optional<Segment> frameHeader() {
        return segments.stream()
                .filter(segment -> isFrameHeader(segment.marker()) && segment.length() >= 10)
                .findFirst();
    }

    /**
     * The size as it is coded; empty if it is not declared. The height may follow the first scan (DNL, B.2.5).
     *
     * @param frame the frame header
     */
    Optional<ImageSize> size(Segment frame) {
        int declared = u16(frame.at() + 5);
        int height = declared > 0
                ? declared
                : laterSegments.stream()
                        .filter(segment -> segment.marker() == DNL && segment.length() == 6)
                        .mapToInt(segment -> u16(segment.at() + 4))
                        .findFirst()
                        .orElse(0);
        int width = u16(frame.at() + 7);
        return width == 0 || height == 0 ? Optional.empty() : Optional.of(new ImageSize(width, height));
    }

    /** Exif's orientation; see {@link ExifOrientation#read}. */
    int orientation() {
        for (Segment segment : segments) {
            int told = segment.marker() == APP1
                    ? ExifOrientation.read(image.slice(segment.at(), segment.length()))
                    : ExifOrientation.NONE;
            if (told != ExifOrientation.NONE) {
                return told;
            }
        }
        return ExifOrientation.NONE;
    }

    /** Whether the pictures behind this one are other views of it, or previews. */
    boolean hasViews() {
        return segments.stream()
                .anyMatch(segment ->
                        segment.marker() == APP2 && segment.length() >= 8 && image.getInt(segment.at() + 4) == MPF);
    }

    private static boolean isFrameHeader(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != DHT && marker != JPG && marker != DAC;
    }

    /** Whether nothing precedes the first scan but SOI and segments, each behind the other. */
    boolean isClean() {
        return clean && start == 0;
    }

    /** Where the first scan's marker is. */
    int scan() {
        return scan;
    }

    /** The headers of the scans: one unless the JPEG is progressive, or its components are apart. */
    List<Segment> scans() {
        return scans;
    }

    /** Where the picture ends: behind EOI or, without one, where the next picture or the data's end is. */
    int end() {
        return end;
    }

    /** Whether there is an EOI. */
    boolean hasEnd() {
        return ended;
    }

    /** Whether another JPEG begins behind this one, perhaps after some bytes. */
    boolean isFollowedByAnother() {
        int at = nextMarker(end);
        return at >= 0 && u8(at + 1) == SOI;
    }

    int u8(int at) {
        return image.get(at) & 0xFF;
    }

    int u16(int at) {
        return Short.toUnsignedInt(image.getShort(at));
    }

    int limit() {
        return image.limit();
    }
}
