package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.frame.Frame;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The frames between capturing and sending: at most {@link #MAX_FRAMES} and {@link #MAX_BYTES}, of several streams less,
 * of a live source at most {@link #MAX_AGE_MICROS}, but always room for one frame. {@link WhenFull} says what happens when the queue is full. For one thread that puts and one that takes.
 */
public final class FrameQueue {
    /**
     * One second of a common camera: enough for a short stall of the broker, without showing old pictures afterwards.
     */
    public static final int MAX_FRAMES = 30;
    /** Four frames of the largest size that a topic accepts by default. */
    public static final int MAX_BYTES = 32 << 20;
    /** The same second for a live source with few frames: older ones than that before the newest are dropped. */
    static final long MAX_AGE_MICROS = 1_000_000;

    private final WhenFull whenFull;
    private final PublishStats stats;
    private final LongSupplier share;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(MAX_FRAMES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long bytes;
    /** Before, nothing can be sent yet. If that lasts, the wait for Kafka is told, and not what it costs. */
    private boolean taken;

    private boolean closed;
    private @Nullable CommandFailure failure;

    /** What happens to a frame when the queue is full. */
    public enum WhenFull {
        /** It waits. For a recording, which must lose nothing. */
        WAIT,
        /** It replaces the oldest frame. For a live source, which must not wait. */
        DROP_OLDEST
    }

    /**
     * @param stats counts the dropped frames
     * @param share how many bytes the process has for this queue, if that is less than {@link #MAX_BYTES}
     */
    public FrameQueue(WhenFull whenFull, PublishStats stats, LongSupplier share) {
        this.whenFull = whenFull;
        this.stats = stats;
        this.share = share;
    }

    /**
     * Adds a frame, see {@link WhenFull}.
     *
     * @throws CommandFailure the reason given to {@link #fail}
     */
    public void put(Frame frame) throws InterruptedException {
        // Not interruptibly: a frame that was captured before the end must still be sent.
        lock.lock();
        try {
            while (isFullFor(frame) && failure == null) {
                if (whenFull == WhenFull.WAIT) {
                    changed.await();
                } else {
                    remove();
                    if (taken) {
                        stats.drop(DropReason.OUTPACED, "");
                    } else {
                        stats.dropUntold(DropReason.OUTPACED);
                    }
                }
            }
            if (failure != null) {
                throw failure;
            }
            frames.add(frame);
            bytes += frame.image().remaining();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the oldest frame, and waits for one if necessary. Null after the last frame of a closed queue. */
    public @Nullable Frame take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            taken = true;
            while (frames.isEmpty() && !closed) {
                changed.await();
            }
            return frames.isEmpty() ? null : remove();
        } finally {
            lock.unlock();
        }
    }

    /** How many frames wait. */
    public int size() {
        lock.lock();
        try {
            return frames.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many bytes wait. */
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The limit of these bytes now. */
    public long maxBytes() {
        return Math.min(MAX_BYTES, share.getAsLong());
    }

    /** No more frames will be added; those in the queue can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Makes every {@link #put} fail from now on, because sending has failed. */
    public void fail(CommandFailure reason) {
        lock.lock();
        try {
            failure = reason;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private boolean isFullFor(Frame frame) {
        return !frames.isEmpty()
                && (frames.size() >= MAX_FRAMES
                        || bytes + frame.image().remaining() > maxBytes()
                        || (whenFull == WhenFull.DROP_OLDEST && isTooOldBeside(frame)));
    }

    private boolean isTooOldBeside(Frame newest) {
        return newest.capturedMicros() - frames.element().capturedMicros() > MAX_AGE_MICROS;
    }

    private Frame remove() {
        Frame oldest = frames.remove();
        bytes -= oldest.image().remaining();
        changed.signalAll();
        return oldest;
    }
}
