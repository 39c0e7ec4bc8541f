package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The contents of the marker segments before a JPEG's first scan (ITU T.81, annex B). As in libjpeg, bytes between the
 * segments are skipped.
 *
 * @param width in pixels; 0 if there is no frame header
 * @param height in pixels; 0 if there is no frame header or the height follows the scan
 * @param components of each pixel; 0 if there is no frame header
 * @param sequential whether it is a baseline or extended sequential JPEG, which is decoded block by block; a decoder
 *     holds the coefficients of all others in memory
 * @param orientation by Exif, 1 to 8; 0 if it is not told
 * @param hasHuffmanTables whether there is a DHT segment; many cameras leave it out (as Motion JPEG in AVI may)
 * @param scanOffset where the start-of-scan marker is, counted from the image's first byte
 */
public record JpegHead(
        int width,
        int height,
        int components,
        boolean sequential,
        int orientation,
        boolean hasHuffmanTables,
        int scanOffset) {
    private static final int SOI = 0xD8;
    private static final int SOF1 = 0xC1;
    private static final int SOS = 0xDA;
    private static final int DHT = 0xC4;
    private static final int JPG = 0xC8;
    private static final int DAC = 0xCC;
    private static final int RST0 = 0xD0;
    private static final int RST7 = 0xD7;
    private static final int APP1 = 0xE1;
    private static final int TEM = 0x01;

    /**
     * Reads the segments up to the first scan.
     *
     * @param image read from its position, which does not move
     * @return empty if the image is not a JPEG, or is cut before its first scan
     */
    public static Optional<JpegHead> read(ByteBuffer image) {
        return Optional.ofNullable(parse(image.slice()));
    }

    /** @param image a slice: starts at 0 and is big-endian, as JPEG is */
    private static @Nullable JpegHead parse(ByteBuffer image) {
        int end = image.limit();
        if (end < 4 || u8(image, 0) != 0xFF || u8(image, 1) != SOI) {
            return null;
        }
        int width = 0;
        int height = 0;
        int components = 0;
        boolean sequential = true;
        int orientation = ExifOrientation.NONE;
        boolean huffman = false;
        int at = 2;
        while (at + 4 <= end) {
            int marker = u8(image, at + 1);
            if (u8(image, at) != 0xFF
                    || marker == 0
                    || marker == 0xFF) { // a fill byte, or one that does not belong here
                at++;
                continue;
            }
            if (marker == SOI || marker == TEM || (marker >= RST0 && marker <= RST7)) { // without a segment (B.1.1.3)
                at += 2;
                continue;
            }
            if (marker == SOS) {
                return new JpegHead(width, height, components, sequential, orientation, huffman, at);
            }
            int length = u16(image, at + 2);
            if (length < 2 || at + 2 + length > end) {
                return null;
            }
            if (marker == DHT) {
                huffman = true;
            } else if (marker == APP1 && orientation == ExifOrientation.NONE) {
                orientation = ExifOrientation.read(image.slice(at, 2 + length));
            } else if (marker >= 0xC0 && marker <= 0xCF && marker != JPG && marker != DAC && length >= 7) {
                height = u16(image, at + 5);
                width = u16(image, at + 7);
                components = length >= 8 ? u8(image, at + 9) : 0;
                sequential &= marker <= SOF1;
            }
            at += 2 + length;
        }
        return null;
    }

    /** The size; empty if the header does not declare it, or leaves the height to a later segment. */
    public Optional<ImageSize> size() {
        return ImageSize.of(width, height);
    }

    /** The size after turning, as browsers and players show it. */
    public Optional<ImageSize> uprightSize() {
        return size().map(coded -> ExifOrientation.turn(coded, orientation));
    }

    private static int u8(ByteBuffer image, int at) {
        return image.get(at) & 0xFF;
    }

    private static int u16(ByteBuffer image, int at) {
        return Short.toUnsignedInt(image.getShort(at));
    }
}
