package io.framelog.viewer.thumbnail;

import java.nio.ByteBuffer;

/** A small picture of a frame, as a JPEG. Immutable. */
public final class Thumbnail {
    private final byte[] jpeg;

    /** @param jpeg goes over to this */
    @SuppressWarnings("EI_EXPOSE_REP2")
    Thumbnail(byte[] jpeg) {
        this.jpeg = jpeg;
    }

    /** Its length in bytes. */
    public int length() {
        return jpeg.length;
    }

    /** The JPEG: a new read-only view. */
    public ByteBuffer image() {
        return ByteBuffer.wrap(jpeg).asReadOnlyBuffer();
    }
}
