package io.framelog.ffmpeg;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.JpegHead;
import java.nio.ByteBuffer;

/**
 * What decoding one picture may cost. An image of a few kilobytes can declare a picture of gigabytes, so its head is
 * looked at before FFmpeg gets it.
 */
public final class PictureLimits {
    /** Nearly twice the pixels of 8K (7680x4320). */
    public static final int MAX_PIXELS = 64_000_000;
    /** Memory of one decoded picture. */
    public static final int MAX_BYTES = 256 * 1024 * 1024;
    /** FFmpeg's memory in one piece: a decoded picture, or the index of a long recording. */
    static final int MAX_ALLOCATION = 512 * 1024 * 1024;
    /** Each scan of a progressive JPEG visits all pixels; encoders make about ten. */
    static final int MAX_SCANS = 100;

    private static final int PNG_DEPTH = 24;
    private static final int PNG_COLOUR_TYPE = 25;
    private static final byte FF = (byte) 0xFF;
    private static final byte SOS = (byte) 0xDA;
    /** Bytes that are looked at in one piece: a loop over an array takes a fifth of one over a buffer. */
    private static final int CHUNK = 16 * 1024;

    /** A coefficient has two bytes, the pixel one more. */
    private static final int BYTES_OF_A_COEFFICIENT = 3;

    private PictureLimits() {}

    /**
     * Checks what an image declares.
     *
     * @param image from position to limit; not moved
     * @param size as the image declares it
     * @throws PictureTooLargeException if it exceeds a limit
     */
    static void require(ImageFormat format, ByteBuffer image, ImageSize size) throws PictureTooLargeException {
        long pixels = (long) size.width() * size.height();
        if (pixels > MAX_PIXELS) {
            throw new PictureTooLargeException("it has " + size + " pixels, more than " + MAX_PIXELS);
        }
        long bytes = pixels * bytesOfPixel(format, image.slice());
        if (bytes > MAX_BYTES) {
            throw new PictureTooLargeException("with " + size + " pixels it needs " + mebibytes(bytes)
                    + " MiB of memory, more than " + mebibytes(MAX_BYTES));
        }
        if (format == ImageFormat.JPEG && scans(image.slice()) > MAX_SCANS) {
            throw new PictureTooLargeException("it has more than " + MAX_SCANS + " scans");
        }
    }

    /** Whether a video's pictures are too large to be decoded. */
    public static boolean isTooLarge(int width, int height) {
        return (long) width * height > MAX_PIXELS;
    }

    private static long mebibytes(long bytes) {
        return bytes / 1024 / 1024;
    }

    private static int bytesOfPixel(ImageFormat format, ByteBuffer image) {
        if (format == ImageFormat.PNG) {
            return image.limit() <= PNG_COLOUR_TYPE
                    ? 1
                    : pngBytesOfPixel(image.get(PNG_DEPTH), image.get(PNG_COLOUR_TYPE));
        }
        return JpegHead.read(image)
                .map(head -> Math.max(1, head.components()) * (head.sequential() ? 1 : BYTES_OF_A_COEFFICIENT))
                .orElse(1);
    }

    /** A colour with a transparent one (tRNS) is decoded with an alpha channel. */
    static int pngBytesOfPixel(int depth, int colourType) {
        int samples =
                switch (colourType) {
                    case 0, 3 -> 1;
                    case 4 -> 2;
                    default -> 4;
                };
        return samples * (depth > Byte.SIZE ? 2 : 1);
    }

    private static int scans(ByteBuffer jpeg) {
        int scans = 0;
        int from = JpegHead.read(jpeg).map(JpegHead::scanOffset).orElse(jpeg.limit());
        byte[] chunk = new byte[CHUNK];
        // A marker may begin with the last byte of a piece, so the next piece begins there.
        for (int at = from; at + 1 < jpeg.limit() && scans <= MAX_SCANS; at += CHUNK - 1) {
            int length = Math.min(CHUNK, jpeg.limit() - at);
            jpeg.get(at, chunk, 0, length);
            scans += scans(chunk, length);
        }
        return scans;
    }

    /** Looks at every other byte: it is the first or the second of a marker. */
    private static int scans(byte[] chunk, int length) {
        int scans = 0;
        for (int at = 1; at < length; at += 2) {
            byte value = chunk[at];
            if ((value == SOS && chunk[at - 1] == FF) || (value == FF && at + 1 < length && chunk[at + 1] == SOS)) {
                scans++;
            }
        }
        return scans;
    }
}
