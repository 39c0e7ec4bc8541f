package io.framelog.viewer.part;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The direct memory that frames lie in, used again and again. Bounded: where the limit is reached a frame is refused, never
 * waited for. Safe for any number of threads; the lock is held for a few dozen instructions, twice a frame.
 */
public final class PartPool {
    /** Buffers are at least this long, so that small frames of varying length share them. */
    private static final int SMALLEST = 16 * 1024;

    /**
     * The share of the limit that one stream's frames may take, as a divisor: slow clients pin what they are being sent, and
     * those of one stream of large frames may not take the memory from all others.
     */
    public static final int STREAM_SHARE = 4;

    /**
     * So many frames a stream may have whatever their size: the newest, the next, and two that are still being sent. With
     * fewer, a stream of huge frames could not move on.
     */
    private static final int STREAM_LEAST = 4;

    private static final Logger LOG = LoggerFactory.getLogger(PartPool.class);

    /** What a stream's frames occupy. */
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

    /** @param limit bytes that may be allocated at a time */
    public PartPool(long limit) {
        this(limit, STREAM_SHARE, ByteBuffer::allocateDirect);
    }

    /**
     * As the other.
     *
     * @param share what one stream's frames may take of the limit, as a divisor
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
     * Puts a frame into shared memory.
     *
     * @param position where it lies in the log
     * @return with one reference, the caller's; null where the limit, or the stream's share of it, is reached
     */
    public @Nullable Part fill(Frame frame, Position position, Receipt receipt) {
        return fill(frame, position, receipt.nanos(), Multipart.latencyLine(frame, receipt));
    }

    /**
     * As the other, for a frame that is shown later than it came.
     *
     * @param note a header line's value that tells what is special about it; empty for none
     */
    public @Nullable Part fillPast(Frame frame, Position position, String note) {
        return fill(frame, position, System.nanoTime(), Multipart.noteLine(note));
    }

    private @Nullable Part fill(Frame frame, Position position, long receivedNanos, String headerLine) {
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
                receivedNanos,
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

    /** Direct memory has a limit of the JVM's own, which others use as well: there the frame is refused as at ours. */
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
        // A buffer of more than twice what is needed stays for a frame that needs it.
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

    /** Lets go of free buffers of other sizes, the largest first, until one of this size may be allocated. */
    private boolean makeRoomFor(int capacity) {
        while (allocated + capacity > limit && !free.isEmpty()) {
            ByteBuffer surplus = poll(free.lastEntry());
            allocated -= surplus == null ? 0 : surplus.capacity();
        }
        return allocated + capacity <= limit;
    }

    /** Up to the next quarter of a power of two: at most a fifth is wasted, and there are few sizes. */
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

    /** The bytes that may be allocated at a time. */
    public long limit() {
        return limit;
    }

    /** Bytes allocated now, in use or free. */
    public synchronized long allocated() {
        return allocated;
    }

    /** Bytes that parts in use occupy now. */
    public synchronized long lent() {
        return lent;
    }

    /** How many parts are in use now. */
    public synchronized int partsInUse() {
        return partsInUse;
    }
}
