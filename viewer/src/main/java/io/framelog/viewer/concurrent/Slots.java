package io.framelog.viewer.concurrent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** How many things of a kind may be under way at a time: who finds no slot free is refused, and does not wait. */
public final class Slots {
    private final int limit;
    private final Semaphore free;
    private final LongAdder refused = new LongAdder();

    /** @param limit the most at a time */
    public Slots(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Takes a slot, to be given back. @return whether one was free */
    public boolean take() {
        boolean taken = free.tryAcquire();
        if (!taken) {
            refused.increment();
        }
        return taken;
    }

    /** Gives a slot back. From any thread. */
    public void giveBack() {
        free.release();
    }

    /** The most at a time. */
    public int limit() {
        return limit;
    }

    /** How many are taken now. */
    public int used() {
        return limit - free.availablePermits();
    }

    /** How often none was free. */
    public long refusedCount() {
        return refused.sum();
    }
}
