package io.framelog.viewer.concurrent;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;

/** Limits how many tasks of a kind run at the same time. Without a free slot, a task is refused. Thread-safe. */
public final class Slots {
    private final int limit;
    private final Semaphore free;
    private final LongAdder refused = new LongAdder();

    /** @param limit the number of slots */
    public Slots(int limit) {
        this.limit = limit;
        this.free = new Semaphore(limit);
    }

    /** Takes a slot, which the caller must give back. @return whether one was free */
    public boolean take() {
        boolean taken = free.tryAcquire();
        if (!taken) {
            refused.increment();
        }
        return taken;
    }

    /** Gives a slot back. */
    public void giveBack() {
        free.release();
    }

    /** The number of slots. */
    public int limit() {
        return limit;
    }

    /** The slots that are taken now. */
    public int used() {
        return limit - free.availablePermits();
    }

    /** How often no slot was free. */
    public long refusedCount() {
        return refused.sum();
    }
}
