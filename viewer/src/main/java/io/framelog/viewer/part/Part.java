package io.framelog.viewer.part;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One frame as a part of a multipart body, in direct memory that every connection writes from. Who has a reference may read
 * it; the last {@link #release()} gives the memory back to its {@link PartPool}. Nothing but the buffer's position changes.
 */
public final class Part {
    private final PartPool pool;
    private final StreamName stream;
    private final ImageFormat format;
    private final long capturedMicros;
    private final Position position;
    private final long receivedNanos;
    private final int imageOffset;
    private final int imageLength;
    private final ByteBuffer bytes;
    private final AtomicInteger references = new AtomicInteger(1);

    Part(
            PartPool pool,
            StreamName stream,
            ImageFormat format,
            long capturedMicros,
            Position position,
            long receivedNanos,
            int imageOffset,
            int imageLength,
            ByteBuffer bytes) {
        this.pool = pool;
        this.stream = stream;
        this.format = format;
        this.capturedMicros = capturedMicros;
        this.position = position;
        this.receivedNanos = receivedNanos;
        this.imageOffset = imageOffset;
        this.imageLength = imageLength;
        this.bytes = bytes;
    }

    /** The stream that the frame is of. */
    public StreamName stream() {
        return stream;
    }

    /** The image's encoding. */
    public ImageFormat format() {
        return format;
    }

    /** When the frame was captured, microseconds since the epoch. */
    public long capturedMicros() {
        return capturedMicros;
    }

    /** Where it lies in the log. */
    public Position position() {
        return position;
    }

    /** When Kafka's client handed it out, by {@link System#nanoTime()}. */
    public long receivedNanos() {
        return receivedNanos;
    }

    /** The whole part's length in bytes. */
    public int length() {
        return bytes.limit();
    }

    /** The image's length in bytes. */
    public int imageLength() {
        return imageLength;
    }

    /** The image alone: a new read-only view, for any thread that has a reference. */
    public ByteBuffer image() {
        return bytes.slice(imageOffset, imageLength).asReadOnlyBuffer();
    }

    /**
     * The whole part, to be written from its start. The one shared buffer: only the fan-out thread may call this, and may not
     * pass it on to another thread ({@link #rest()} is for that).
     */
    @SuppressWarnings("EI_EXPOSE_REP") // shared on purpose: no allocation per frame and connection
    public ByteBuffer fromStart() {
        return bytes.position(0);
    }

    /** A view of what the last write from {@link #fromStart()} left, with a position of its own. */
    public ByteBuffer rest() {
        return bytes.duplicate();
    }

    /** Takes another reference; the caller must have one already. */
    public Part retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("a frame's memory was used after its release");
        }
        return this;
    }

    private boolean tryRetain() {
        return references.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Gives a reference back; the caller may not use the part any more. From any thread. */
    public void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            pool.takeBack(stream, bytes);
        } else if (left < 0) {
            throw new IllegalStateException("a frame's memory was released twice");
        }
    }
}
