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
    /** Where the width is in a PNG: in the IHDR chunk, which comes first. The height follows (RFC 2083, 4.1.1). */
    private static final int PNG_WIDTH = 16;

    /** @throws IllegalArgumentException if width or height is not between 1 and 65535 (JPEG's limit) */
    public ImageSize {
        if (width < 1 || width > 0xFFFF || height < 1 || height > 0xFFFF) {
            throw new IllegalArgumentException("size must be between 1x1 and 65535x65535, not " + width + "x" + height);
        }
    }

    /**
     * Reads the size from an image's header, without decoding the image and before it is turned as Exif tells.
     *
     * @param image read from its position, which does not move
     * @return empty if the header is damaged or declares no size
     */
    public static Optional<ImageSize> read(ImageFormat format, ByteBuffer image) {
        return switch (format) {
            case JPEG -> JpegHead.read(image).flatMap(JpegHead::size);
            case PNG -> readPng(image);
        };
    }

    /** Like {@link #read}, after turning: as browsers and players show the image. */
    public static Optional<ImageSize> readUpright(ImageFormat format, ByteBuffer image) {
        return switch (format) {
            case JPEG -> JpegHead.read(image).flatMap(JpegHead::uprightSize);
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
