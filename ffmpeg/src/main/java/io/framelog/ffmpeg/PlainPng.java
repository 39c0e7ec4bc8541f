package io.framelog.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.ImageSize;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** A PNG without the chunks that no decoder needs (RFC 2083, 4). */
final class PlainPng {
    private static final int SIGNATURE_BYTES = 8;
    /** Length, type and checksum. */
    private static final int FRAME_BYTES = 12;

    private static final Set<String> OF_ANY_SIZE = Set.of("IHDR", "PLTE", "IDAT", "IEND");
    /** They have a fixed or a small size, and each is needed once; {@code eXIf} says how to turn the picture. */
    private static final Set<String> SMALL = Set.of("tRNS", "gAMA", "cHRM", "sRGB", "cICP", "eXIf");

    private static final int MOST_BYTES_OF_SMALL = 4096;

    /** Compressed data up to this size unpack to a gigabyte at most. */
    private static final int HARMLESS_DATA = 1024 * 1024;
    /** What unpacked data may have in addition: rounding and interlacing. */
    private static final int SLACK = 1024 * 1024;

    private PlainPng() {}

    /** @param image a slice: starts at 0 and is big-endian, as PNG is */
    static ByteBuffer of(ByteBuffer image, ImageSize size) throws PictureTooLargeException {
        ByteBuffer plain = ByteBuffer.allocate(image.limit());
        ByteBuffer data = ByteBuffer.allocate(image.limit());
        plain.put(image.slice(0, Math.min(SIGNATURE_BYTES, image.limit())));
        Set<String> seen = new HashSet<>();
        int at = SIGNATURE_BYTES;
        while (at + FRAME_BYTES <= image.limit()) {
            int length = image.getInt(at);
            if (length < 0 || length > image.limit() - at - FRAME_BYTES) {
                break; // cut; the decoder reports it
            }
            byte[] name = new byte[4];
            image.get(at + 4, name);
            String type = new String(name, US_ASCII);
            if (OF_ANY_SIZE.contains(type) || (isSmall(type, length) && seen.add(type))) {
                plain.put(image.slice(at, length + FRAME_BYTES));
            }
            if (type.equals("IDAT")) {
                data.put(image.slice(at + 8, length));
            }
            at += length + FRAME_BYTES;
        }
        if (data.position() > HARMLESS_DATA) {
            int bytes = PictureLimits.pngBytesOfPixel(image.get(24), image.get(25));
            long pixels = (long) size.width() * size.height();
            requireData(data.flip(), pixels * bytes + size.height() + SLACK);
        }
        return plain.put(image.slice(Math.min(at, image.limit()), Math.max(0, image.limit() - at)))
                .flip();
    }

    private static boolean isSmall(String type, int length) {
        return SMALL.contains(type) && length <= MOST_BYTES_OF_SMALL;
    }

    /** FFmpeg unpacks all data, even what is behind the last row. */
    private static void requireData(ByteBuffer data, long most) throws PictureTooLargeException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data);
            byte[] unused = new byte[64 * 1024];
            while (!inflater.finished() && inflater.getBytesWritten() <= most && inflater.inflate(unused) > 0) {
                // only the count matters
            }
            if (inflater.getBytesWritten() > most) {
                throw new PictureTooLargeException("its data go on behind the last row");
            }
        } catch (DataFormatException e) {
            return; // damaged; the decoder reports it
        } finally {
            inflater.end();
        }
    }
}
