package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The encodings of a frame's image. */
public enum ImageFormat {
    JPEG("image/jpeg", "jpg"),
    PNG("image/png", "png");

    private static final int JPEG_BEGIN = 0xFFD8FF;
    private static final long PNG_SIGNATURE = 0x89504E470D0A1A0AL;

    private final String contentType;
    private final String fileExtension;

    ImageFormat(String contentType, String fileExtension) {
        this.contentType = contentType;
        this.fileExtension = fileExtension;
    }

    /** The media type, as in HTTP's Content-Type. */
    public String contentType() {
        return contentType;
    }

    /** The usual extension of a file name, without the dot. */
    public String fileExtension() {
        return fileExtension;
    }

    /**
     * Detects the format from an image's first bytes (JPEG: SOI and a marker, ITU T.81 B.1.1.3; PNG: its signature, RFC
     * 2083 3.1).
     *
     * @param image read from its position, which does not move
     * @return empty if the bytes are not an image of a known format
     */
    public static Optional<ImageFormat> detect(ByteBuffer image) {
        ByteBuffer head = image.slice(); // starts at 0 and is big-endian, whatever the image's byte order is
        if (head.remaining() >= 4 && head.getInt(0) >>> 8 == JPEG_BEGIN) {
            return Optional.of(JPEG);
        }
        if (head.remaining() >= 24 && head.getLong(0) == PNG_SIGNATURE) {
            return Optional.of(PNG);
        }
        return Optional.empty();
    }
}
