package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An image's size in pixels.
 *
 * @param width 1 to 65535
 * @param height 1 to 65535
 */
public record ImageSize(int width, int height) {
    /** Where a PNG's IHDR chunk, always its first, has the width; the height follows (RFC 2083, 4.1.1). */
    private static final int PNG_WIDTH = 16;

    /** @throws IllegalArgumentException outside 1 to 65535 (JPEG's limit) */
    public ImageSize {
        if (width < 1 || width > 0xFFFF || height < 1 || height > 0xFFFF) {
            throw new IllegalArgumentException("a size of " + width + "x" + height + " is outside 1x1 to 65535x65535");
        }
    }

    /**
     * Reads the size from an image's head, without decoding it.
     *
     * @param image read from its position; not moved
     * @return empty where the head is damaged or has no size
     */
    public static Optional<ImageSize> read(ImageFormat format, ByteBuffer image) {
        return switch (format) {
            case JPEG -> JpegHead.read(image).flatMap(JpegHead::size);
            case PNG -> readPng(image);
        };
    }

    private static Optional<ImageSize> readPng(ByteBuffer image) {
        ByteBuffer head = image.slice(); // big-endian, as PNG is
        return head.remaining() < PNG_WIDTH + 2 * Integer.BYTES
                ? Optional.empty()
                : of(
                        Integer.toUnsignedLong(head.getInt(PNG_WIDTH)),
                        Integer.toUnsignedLong(head.getInt(PNG_WIDTH + Integer.BYTES)));
    }

    static Optional<ImageSize> of(long width, long height) {
        boolean valid = width >= 1 && width <= 0xFFFF && height >= 1 && height <= 0xFFFF;
        return valid ? Optional.of(new ImageSize((int) width, (int) height)) : Optional.empty();
    }

    @Override
    public String toString() {
        return width + "x" + height;
    }
}
