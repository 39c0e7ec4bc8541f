package io.framelog.ffmpeg;

import io.framelog.frame.ExifOrientation;
import io.framelog.frame.JpegHead;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A JPEG without application segments and comments, except those of JFIF and Adobe, which tell the colours, and the
 * orientation of Exif.
 */
final class PlainJpeg {
    private static final int SOF0 = 0xC0;
    private static final int RST0 = 0xD0;
    private static final int EOI = 0xD9;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;
    /** "Exif" and two zeros. */
    private static final int EXIF = 0x45786966;

    private static final int ORIENTATION = 0x0112;
    private static final int EXIF_SEGMENT_BYTES = 36;

    private PlainJpeg() {}

    /**
     * Leaves out what is not needed.
     *
     * @param image a slice: starts at 0 and is big-endian, as JPEG is
     * @return the slice itself if all of it is needed
     */
    static ByteBuffer of(ByteBuffer image) {
        int scan = JpegHead.read(image).map(JpegHead::scanOffset).orElse(0);
        if (scan == 0) {
            return image; // damaged; the decoder reports it
        }
        @Nullable ByteBuffer plain = null;
        int orientation = ExifOrientation.NONE;
        int copied = 0;
        int at = 2;
        while (at + 4 <= scan) {
            int marker = image.get(at + 1) & 0xFF;
            boolean segment = image.get(at) == (byte) 0xFF && isSegment(marker);
            if (!segment) {
                at++;
                continue;
            }
            int length = 2 + Short.toUnsignedInt(image.getShort(at + 2));
            if (length < 4 || at + length > scan) {
                break;
            }
            if (isUnneeded(marker)) {
                plain = plain == null ? ByteBuffer.allocate(image.limit() + EXIF_SEGMENT_BYTES) : plain;
                plain.put(image.slice(copied, at - copied));
                copied = at + length;
                if (marker == APP1 && orientation == ExifOrientation.NONE) {
                    orientation = ExifOrientation.read(image.slice(at, length));
                    putOrientation(plain, orientation);
                }
            }
            at += length;
        }
        return plain == null
                ? image
                : plain.put(image.slice(copied, image.limit() - copied)).flip();
    }

    private static boolean isSegment(int marker) {
        return marker >= SOF0 && marker < 0xFF && (marker < RST0 || marker > EOI);
    }

    private static boolean isUnneeded(int marker) {
        return (marker >= APP1 && marker <= APP15 && marker != APP14) || marker == COM;
    }

    private static void putOrientation(ByteBuffer plain, int orientation) {
        if (orientation != ExifOrientation.NONE) {
            plain.putShort((short) 0xFFE1).putShort((short) 34).putInt(EXIF).putShort((short) 0);
            plain.putInt(0x4D4D002A).putInt(8); // TIFF, big-endian; the directory follows
            plain.putShort((short) 1)
                    .putShort((short) ORIENTATION)
                    .putShort((short) 3)
                    .putInt(1);
            plain.putShort((short) orientation).putShort((short) 0).putInt(0);
        }
    }
}
