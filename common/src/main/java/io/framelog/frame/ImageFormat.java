package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/** The encodings that a frame's image may have. */
public enum ImageFormat {
    JPEG("image/jpeg", "jpg"),
    PNG("image/png", "png");

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

    /** The usual ending of a file's name, without the dot. */
    public String fileExtension() {
        return fileExtension;
    }

    /**
     * The format that an image's first bytes show (JPEG: SOI and a marker, ITU T.81 B.1.1.3; PNG: its signature, RFC 2083 3.1).
     *
     * @param image read from its position; not moved; big-endian, as every new buffer is
     * @return empty where the bytes are no image of a known format
     */
    public static Optional<ImageFormat> detect(ByteBuffer image) {
        int at = image.position();
        if (image.remaining() >= 4
                && (image.get(at) & 0xFF) == 0xFF
                && (image.get(at + 1) & 0xFF) == 0xD8
                && (image.get(at + 2) & 0xFF) == 0xFF) {
            return Optional.of(JPEG);
        }
        if (image.remaining() >= 24 && image.getLong(at) == PNG_SIGNATURE) {
            return Optional.of(PNG);
        }
        return Optional.empty();
    }
}
