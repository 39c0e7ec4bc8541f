package io.framelog.viewer.part;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Payload;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One frame as a part of a multipart body, in direct memory that every connection writes from. Reference-counted:
 * whoever has a reference may read it, and the last {@link #release()} returns the memory to its {@link PartPool}. Only
 * the buffer's position ever changes.
 */
public final class Part implements Payload {
    private final PartPool pool;
    private final StreamName stream;
    private final ImageFormat format;
    private final long capturedMicros;
    private final Position position;
    private final Receipt receipt;
    private final String note;
    private final String headerLine;
    private final int imageOffset;
    private final int imageLength;
    private final ByteBuffer bytes;
    /** Allocated once, not for each connection. */
    private final ByteBuffer[] whole;

    /** The image alone, for the event loop's thread; null before it is asked for. */
    private @Nullable ByteBuffer image;

    private final AtomicInteger references = new AtomicInteger(1);

    Part(
            PartPool pool,
            StreamName stream,
            ImageFormat format,
            long capturedMicros,
            Position position,
            Receipt receipt,
            String note,
            String headerLine,
            int imageOffset,
            int imageLength,
            ByteBuffer bytes) {
        this.pool = pool;
        this.stream = stream;
        this.format = format;
        this.capturedMicros = capturedMicros;
        this.position = position;
        this.receipt = receipt;
        this.note = note;
        this.headerLine = headerLine;
        this.imageOffset = imageOffset;
        this.imageLength = imageLength;
        this.bytes = bytes;
        this.whole = new ByteBuffer[] {bytes};
    }

    /** The frame's stream. */
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

    /** The frame's position in the log. */
    public Position position() {
        return position;
    }

    /** When the frame was received from Kafka, by {@link System#nanoTime()}. */
    public long receivedNanos() {
        return receipt.nanos();
    }

    /** Whether it is plausible when the frame was captured, by the clock that stamped it and by this machine's. */
    public boolean isTimed() {
        return Receipt.isPlausible(receipt.sinceCapture(capturedMicros));
    }

    /** When the frame was captured, by {@link System#nanoTime()}; only if it {@linkplain #isTimed() is timed}. */
    public long capturedNanos() {
        return receipt.nanos() - TimeUnit.MICROSECONDS.toNanos(receipt.sinceCapture(capturedMicros));
    }

    Receipt receipt() {
        return receipt;
    }

    /** Why frames are missing before this one; empty if none are. */
    public String note() {
        return note;
    }

    /** The part's last header line with its line end, which tells of its way; may be empty. */
    String headerLine() {
        return headerLine;
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

    @Override
    @SuppressWarnings("EI_EXPOSE_REP") // shared on purpose: no allocation per frame and connection
    public ByteBuffer[] fromStart() {
        bytes.position(0);
        return whole;
    }

    @Override
    public ByteBuffer[] retainRest() {
        ByteBuffer rest = bytes.duplicate();
        retain();
        return new ByteBuffer[] {rest};
    }

    /** The image alone, in a buffer that is shared as that of {@link #fromStart()} is. */
    @SuppressWarnings("EI_EXPOSE_REP")
    public ByteBuffer imageFromStart() {
        ByteBuffer shared = image;
        if (shared == null) {
            shared = bytes.slice(imageOffset, imageLength);
            image = shared;
        }
        return shared.position(0);
    }

    /** Takes another reference. The caller must have one already, and must release both. */
    public Part retain() {
        if (!tryRetain()) {
            throw new IllegalStateException("a frame's memory was used after its release");
        }
        return this;
    }

    private boolean tryRetain() {
        return references.getAndUpdate(count -> count == 0 ? 0 : count + 1) > 0;
    }

    /** Gives up a reference; the caller must not use the part any more. Can be called from any thread. */
    @Override
    public void release() {
        int left = references.decrementAndGet();
        if (left == 0) {
            pool.takeBack(stream, bytes);
        } else if (left < 0) {
            throw new IllegalStateException("a frame's memory was released twice");
        }
    }
}
