package io.framelog.viewer.events;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts events and those who hear them. For any number of threads. */
public final class EventCounters {
    private final int clientLimit;
    private final AtomicInteger clients = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final LongAdder pastReads = new LongAdder();

    /** @param clientLimit how many clients there may be */
    public EventCounters(int clientLimit) {
        this.clientLimit = clientLimit;
    }

    void joined() {
        clients.incrementAndGet();
    }

    void left() {
        clients.decrementAndGet();
    }

    /** A client was refused: there were too many. */
    public void refused() {
        refused.increment();
    }

    void sent(long events) {
        sent.add(events);
    }

    void skipped() {
        skipped.increment();
    }

    void stalled() {
        stalled.increment();
    }

    void pastRead() {
        pastReads.increment();
    }

    /** How many clients there are. */
    public int clients() {
        return clients.get();
    }

    /** How many there may be. */
    public int clientLimit() {
        return clientLimit;
    }

    /** How many were refused. */
    public long refusedCount() {
        return refused.sum();
    }

    /** How many events of the log were given to clients, each counted for each of them. */
    public long sentCount() {
        return sent.sum();
    }

    /** How many records of the log were no event, or too large. */
    public long skippedCount() {
        return skipped.sum();
    }

    /** How many clients were ended because they took nothing. */
    public long stalledCount() {
        return stalled.sum();
    }

    /** How often the log was read for a client that wants what is no longer in memory. */
    public long pastReadCount() {
        return pastReads.sum();
    }
}
