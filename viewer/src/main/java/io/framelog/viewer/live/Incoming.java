package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A stream's frames that wait for the fan-out thread, and its newest frame. Thread-safe; the lock is held for a few
 * instructions per frame.
 */
final class Incoming {
    /** How many frames may wait for the fan-out thread; then the oldest is dropped. */
    static final int BURST = 4;
    /**
     * How long a frame may wait for the fan-out thread before it is dropped for a newer one. Frames that arrive
     * together after a short pause of the broker are all shown, but a fan-out that cannot keep up does not fall behind.
     */
    static final Duration BURST_LIMIT = Duration.ofMillis(50);

    /**
     * How long received frames are compared with the one found in the log: they may be the same frame or earlier ones.
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
     * Takes a received frame, and the caller's reference.
     *
     * @return whether the frame will be shown
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

    /** Whether a received frame is the one that was found in the log, or an earlier one. */
    private boolean wasShown(Part part) {
        return part.capturedMicros() <= foundMicros && part.receivedNanos() - foundNanos < OVERLAP.toNanos();
    }

    /**
     * Takes a frame that was found in the log, and the caller's reference. It is dropped if one was received or a newer
     * one was found. With followers it is kept apart: they read the log themselves, and an earlier frame may still come
     * for them.
     *
     * @return whether the frame will be shown
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

    /** Notes that frames came which could not be offered. */
    synchronized void leftOut() {
        missed = true;
    }

    /** Whether frames were left out since the last call. */
    synchronized boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    /** Whether any frame was received. */
    synchronized boolean isReceived() {
        return received;
    }

    /** Sets whether there are followers. */
    synchronized void setFollowed(boolean followed) {
        this.followed = followed;
    }

    /** The newest frame, which the caller must release; null before the first. */
    synchronized @Nullable Part newest() {
        Part latest = latest();
        return latest == null ? null : latest.retain();
    }

    private @Nullable Part latest() {
        return incoming.isEmpty() ? newest : incoming.peekLast();
    }

    /** The frame that {@link #next} returned last; valid until its next call. Only for the fan-out thread. */
    synchronized @Nullable Part current() {
        return newest;
    }

    /**
     * Takes the frame that was found while there were followers, if no newer one was shown. Only for the fan-out
     * thread.
     *
     * @return null if there is nothing to show
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

    /** The next frame to show, which stays owned by this; null if none waits. Only for the fan-out thread. */
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

    /** Releases every frame, and those that are offered later. */
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
