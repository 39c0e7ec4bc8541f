package io.framelog.viewer.part;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct memory for frames, used again and again. At its limit it refuses frames; it never waits. Thread-safe; the lock
 * is held for a few dozen instructions, twice per frame.
 */
public final class PartPool {
    /** The smallest buffer in bytes, so that small frames of different lengths share buffers. */
    private static final int SMALLEST = 16 * 1024;

    /**
     * The part of the limit that one stream may use, as a divisor. Slow clients pin the frames that they are being
     * sent; those of one stream with large frames must not take the memory of all others.
     */
    public static final int STREAM_SHARE = 4;

    /**
     * How many frames a stream may have whatever their size: the newest, the next, and two that are still being sent.
     * With fewer, a stream of huge frames would stand still.
     */
    private static final int STREAM_LEAST = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PartPool.class);

    /** What a stream uses. */
    private record Use(int parts, long bytes) {
        private static final Use NOTHING = new Use(0, 0);
    }

    private final long limit;
    private final int share;
    private final IntFunction<ByteBuffer> allocate;
    private final Map<StreamName, Use> uses = new HashMap<>();
    private final NavigableMap<Integer, Deque<ByteBuffer>> free = new TreeMap<>();
    private long allocated;
    private long lent;
    private int partsInUse;

    /** @param limit the most bytes that may be allocated */
    public PartPool(long limit) {
        this(limit, STREAM_SHARE, ByteBuffer::allocateDirect);
    }

    /**
     * Creates a pool with another share for each stream.
     *
     * @param limit the most bytes that may be allocated
     * @param share the part of the limit that one stream may use, as a divisor
     */
    public PartPool(long limit, int share) {
        this(limit, share, ByteBuffer::allocateDirect);
    }

    PartPool(long limit, int share, IntFunction<ByteBuffer> allocate) {
        this.limit = limit;
        this.share = share;
        this.allocate = allocate;
    }

    /**
     * Copies a frame into shared memory.
     *
     * @param position the frame's position in the log
     * @return the part, which the caller must release; null if the limit or the stream's share is reached
     */
    public @Nullable Part fill(Frame frame, Position position, Receipt receipt) {
        return fill(frame, position, receipt, "", Multipart.latencyLine(frame, receipt));
    }

    /**
     * The same for a frame of the past.
     *
     * @param note the value of {@code X-Framelog-Note}; empty for none
     */
    public @Nullable Part fillPast(Frame frame, Position position, String note) {
        return fill(frame, position, Receipt.ofPast(System.nanoTime()), note, Multipart.noteLine(note));
    }

    /**
     * The same for another image of a frame that is in memory. Its time, position and latency stay those of the frame.
     *
     * @param original the caller's reference stays the caller's
     * @param image from position to limit
     */
    public @Nullable Part fillAgain(Part original, ImageFormat format, ByteBuffer image) {
        Frame frame = new Frame(
                original.stream(),
                format,
                image,
                original.capturedMicros(),
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
        return fill(frame, original.position(), original.receipt(), original.note(), original.headerLine());
    }

    private @Nullable Part fill(Frame frame, Position position, Receipt receipt, String note, String headerLine) {
        ByteBuffer buffer = take(frame.stream(), frame.image().remaining() + Multipart.MAX_OVERHEAD);
        if (buffer == null) {
            return null;
        }
        int imageOffset = Multipart.write(frame, position, headerLine, buffer);
        buffer.flip();
        return new Part(
                this,
                frame.stream(),
                frame.format(),
                frame.capturedMicros(),
                position,
                receipt,
                note,
                headerLine,
                imageOffset,
                frame.image().remaining(),
                buffer);
    }

    private synchronized @Nullable ByteBuffer take(StreamName stream, int length) {
        Use use = uses.getOrDefault(stream, Use.NOTHING);
        if (use.parts >= STREAM_LEAST && use.bytes + length > limit / share) {
            return null;
        }
        ByteBuffer buffer = takeFree(length);
        if (buffer == null) {
            int capacity = roundUp(length);
            if (!makeRoomFor(capacity)) {
                return null;
            }
            buffer = allocate(capacity);
            if (buffer == null) {
                return null;
            }
            allocated += capacity;
        }
        uses.put(stream, new Use(use.parts + 1, use.bytes + buffer.capacity()));
        lent += buffer.capacity();
        partsInUse++;
        return buffer.clear();
    }

    /** Refuses the frame also if the JVM's own limit of direct memory is reached, which others use too. */
    private @Nullable ByteBuffer allocate(int capacity) {
        try {
            return allocate.apply(capacity);
        } catch (OutOfMemoryError e) {
            LOG.debug("no memory for a frame: {}", e.toString());
            return null;
        }
    }

    private @Nullable ByteBuffer takeFree(int length) {
        Map.Entry<Integer, Deque<ByteBuffer>> fit = free.ceilingEntry(length);
        // A buffer of more than twice the length is left for larger frames.
        if (fit == null || fit.getKey() > 2L * Math.max(length, SMALLEST)) {
            return null;
        }
        return poll(fit);
    }

    private @Nullable ByteBuffer poll(Map.Entry<Integer, Deque<ByteBuffer>> entry) {
        ByteBuffer buffer = entry.getValue().poll();
        if (entry.getValue().isEmpty()) {
            free.remove(entry.getKey());
        }
        return buffer;
    }

    /** Frees unused buffers of other sizes, the largest first, until one of this size may be allocated. */
    private boolean makeRoomFor(int capacity) {
        while (allocated + capacity > limit && !free.isEmpty()) {
            ByteBuffer surplus = poll(free.lastEntry());
            allocated -= surplus == null ? 0 : surplus.capacity();
        }
        return allocated + capacity <= limit;
    }

    /** Rounds up to the next quarter of a power of two: at most a fifth is wasted, and there are few sizes. */
    private static int roundUp(int length) {
        int step = Math.max(SMALLEST, Integer.highestOneBit(length)) / 4;
        return Math.max(SMALLEST, (length + step - 1) / step * step);
    }

    synchronized void takeBack(StreamName stream, ByteBuffer buffer) {
        uses.computeIfPresent(
                stream, (name, use) -> use.parts == 1 ? null : new Use(use.parts - 1, use.bytes - buffer.capacity()));
        lent -= buffer.capacity();
        partsInUse--;
        free.computeIfAbsent(buffer.capacity(), size -> new ArrayDeque<>()).push(buffer);
    }

    /** The most bytes that may be allocated. */
    public long limit() {
        return limit;
    }

    /** The bytes that are allocated now, used or free. */
    public synchronized long allocated() {
        return allocated;
    }

    /** The bytes that are used by parts now. */
    public synchronized long lent() {
        return lent;
    }

    /** The number of parts in use now. */
    public synchronized int partsInUse() {
        return partsInUse;
    }
}
