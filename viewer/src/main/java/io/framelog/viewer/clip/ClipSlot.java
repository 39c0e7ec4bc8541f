package io.framelog.viewer.clip;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The slot of one clip. Its holder tells when it waits for its client, because a client that takes nothing must give way
 * to others. Thread-safe.
 */
final class ClipSlot {
    private static final long NOT_WAITING = Long.MIN_VALUE;

    private final Runnable release;
    private final Runnable cut;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile long waitingSince = NOT_WAITING;

    /**
     * A slot that is taken.
     *
     * @param release gives it back
     * @param cut ends the client's connection
     */
    ClipSlot(Runnable release, Runnable cut) {
        this.release = release;
        this.cut = cut;
    }

    /** The client is given something. */
    void waits() {
        waitingSince = System.nanoTime();
    }

    /** The client has taken it. */
    void goesOn() {
        waitingSince = NOT_WAITING;
    }

    /** How long the client has taken nothing. */
    Duration stalled() {
        long since = waitingSince;
        return since == NOT_WAITING ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    /** Gives the slot back; does nothing the second time. */
    boolean giveBack() {
        boolean first = released.compareAndSet(false, true);
        if (first) {
            release.run();
        }
        return first;
    }

    /** Ends the client's connection, and gives the slot back. */
    void cut() {
        if (giveBack()) {
            cut.run();
        }
    }
}
