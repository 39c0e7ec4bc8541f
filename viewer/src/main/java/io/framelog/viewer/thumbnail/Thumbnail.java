package io.framelog.viewer.thumbnail;

import java.nio.ByteBuffer;

/** A small version of a frame, as a JPEG. Immutable. */
public final class Thumbnail {
    private final byte[] jpeg;

    /** @param jpeg not to be changed any more */
    @SuppressWarnings("EI_EXPOSE_REP2")
    Thumbnail(byte[] jpeg) {
        this.jpeg = jpeg;
    }

    /** Its length in bytes. */
    public int length() {
        return jpeg.length;
    }

    /** The JPEG, as a new read-only view. */
    public ByteBuffer image() {
        return ByteBuffer.wrap(jpeg).asReadOnlyBuffer();
    }
}
