package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a stream between the thread that receives them and the fan-out thread, and the newest of all. For any number
 * of threads: each holds the lock for a few instructions a frame.
 */
final class Incoming {
    /** Frames that may wait for the fan-out thread; the oldest goes first. */
    static final int BURST = 4;
    /**
     * How long a frame may wait for the fan-out thread and still be shown where a newer one is there: frames that arrive
     * together (the broker paused for a moment) are all shown, but a fan-out that cannot keep up does not fall behind.
     */
    static final Duration BURST_LIMIT = Duration.ofMillis(50);

    /**
     * For so long after a frame was found in the log, what is received is compared with it: it may be the same, or have been
     * written before it.
     */
    static final Duration OVERLAP = Duration.ofSeconds(2);

    private final FanOut fanOut;
    private final Deque<Part> incoming = new ArrayDeque<>(BURST + 1);
    private @Nullable Part newest;
    private @Nullable Part found;
    private boolean received;
    private boolean missed;
    private boolean disposed;
    private boolean followed;
    private long foundMicros = Long.MIN_VALUE;
    private long foundNanos;

    Incoming(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    /**
     * Takes a frame as it came; the caller's reference goes over.
     *
     * @return false where it is of no use
     */
    boolean offer(Part part) {
        @Nullable Part refused;
        synchronized (this) {
            if (disposed || wasShown(part)) {
                part.release();
                return false;
            }
            received = true;
            foundMicros = Long.MIN_VALUE;
            incoming.add(part);
            refused = incoming.size() > BURST ? incoming.poll() : null;
            missed |= refused != null;
        }
        if (refused != null) {
            fanOut.counters().skippedBurst();
            refused.release();
        }
        return true;
    }

    /** Whether a received frame is the one that was found in the log, or came before it. */
    private boolean wasShown(Part part) {
        return part.capturedMicros() <= foundMicros && part.receivedNanos() - foundNanos < OVERLAP.toNanos();
    }

    /**
     * As {@link #offer}, for a frame out of the log: it is of use where none was received, and none newer was found. Followers
     * know the log themselves: to them it is not told, and it hides no earlier one that is still to come.
     */
    boolean offerFound(Part part) {
        synchronized (this) {
            Part latest = latest();
            if (!disposed && !received && (latest == null || latest.capturedMicros() < part.capturedMicros())) {
                if (followed) {
                    release(found);
                    found = part;
                } else {
                    foundMicros = part.capturedMicros();
                    foundNanos = part.receivedNanos();
                    incoming.add(part);
                }
                return true;
            }
        }
        part.release();
        return false;
    }

    /** Frames came that could not be offered. */
    synchronized void leftOut() {
        missed = true;
    }

    /** Whether frames were left out since the last such question. */
    synchronized boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    /** Whether a frame was offered as it came. */
    synchronized boolean isReceived() {
        return received;
    }

    /** Says whether somebody wants every frame. */
    synchronized void setFollowed(boolean followed) {
        this.followed = followed;
    }

    /** The newest frame with a reference for the caller; null before the first. */
    synchronized @Nullable Part newest() {
        Part latest = latest();
        return latest == null ? null : latest.retain();
    }

    private @Nullable Part latest() {
        return incoming.isEmpty() ? newest : incoming.peekLast();
    }

    /** The frame that {@link #next} gave last, which stays until it gives another. For the fan-out thread. */
    synchronized @Nullable Part current() {
        return newest;
    }

    /**
     * What was found while there were followers; the newest from now on, where there is none. For the fan-out thread.
     *
     * @return null where there is nothing to show
     */
    synchronized @Nullable Part takeFound() {
        Part part = found;
        found = null;
        if (part != null && newest != null) {
            part.release();
            return null;
        }
        newest = part == null ? newest : part;
        return part;
    }

    /** The next frame to be shown, whose reference stays here; null where none waits. For the fan-out thread. */
    synchronized @Nullable Part next() {
        while (incoming.size() > 1 && fanOut.now() - incoming.element().receivedNanos() > BURST_LIMIT.toNanos()) {
            missed = true;
            fanOut.counters().skippedBurst();
            incoming.remove().release();
        }
        @Nullable Part next = incoming.poll();
        if (next != null) {
            release(newest);
            newest = next;
        }
        return next;
    }

    /** Gives every reference back; what is offered later is refused. */
    synchronized void dispose() {
        disposed = true;
        incoming.forEach(Part::release);
        incoming.clear();
        release(found);
        found = null;
        release(newest);
        newest = null;
    }

    private static void release(@Nullable Part part) {
        if (part != null) {
            part.release();
        }
    }
}
