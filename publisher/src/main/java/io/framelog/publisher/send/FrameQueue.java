package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.frame.Frame;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.progress.Drop;
import io.framelog.publisher.progress.PublishStats;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The frames between capturing and sending, at most {@link #MAX_FRAMES} and {@link #MAX_BYTES} (one frame may always lie in
 * it). What happens when it is full is the promise of the kind of source, see {@link WhenFull}. For one putting and one taking
 * thread.
 */
public final class FrameQueue implements FrameMaker.Output {
    /** A second of a common camera: enough for a broker's hiccup, little enough not to show old pictures for long after it. */
    public static final int MAX_FRAMES = 30;
    /** Four frames of the largest size that topics take. */
    public static final int MAX_BYTES = 32 << 20;

    private final WhenFull whenFull;
    private final PublishStats stats;
    private final ArrayDeque<Frame> frames = new ArrayDeque<>(MAX_FRAMES);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long bytes;
    private boolean closed;
    private @Nullable CommandFailure failure;

    /** What becomes of a frame that finds the queue full. */
    public enum WhenFull {
        /** It waits: a recording loses nothing. */
        WAIT,
        /** It takes the place of the oldest: a live source never waits. */
        DROP_OLDEST
    }

    /** @param stats counts what is dropped */
    public FrameQueue(WhenFull whenFull, PublishStats stats) {
        this.whenFull = whenFull;
        this.stats = stats;
    }

    /**
     * Takes a frame in, by the rule of {@link WhenFull}.
     *
     * @throws CommandFailure if the taking side has failed: its reason
     */
    @Override
    public void put(Frame frame) throws InterruptedException {
        // Not interruptibly: a frame that was captured when the end came is still to be sent.
        lock.lock();
        try {
            while (isFullFor(frame) && failure == null) {
                if (whenFull == WhenFull.WAIT) {
                    changed.await();
                } else {
                    remove();
                    stats.drop(Drop.OUTPACED);
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

    /** The oldest frame, once there is one; null after the last, when the queue is closed. */
    public @Nullable Frame take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
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

    /** No more frames come; those that are there can still be taken. */
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The taking side has failed: whoever puts is told. */
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
                && (frames.size() >= MAX_FRAMES || bytes + frame.image().remaining() > MAX_BYTES);
    }

    private Frame remove() {
        Frame oldest = frames.remove();
        bytes -= oldest.image().remaining();
        changed.signalAll();
        return oldest;
    }
}
