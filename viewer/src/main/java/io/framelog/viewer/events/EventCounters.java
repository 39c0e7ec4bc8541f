package io.framelog.viewer.events;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts the clients and the events sent to them. Thread-safe. */
public final class EventCounters {
    private final int clientLimit;
    private final AtomicInteger clients = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final LongAdder sent = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LongAdder stalled = new LongAdder();
    private final LongAdder pastReads = new LongAdder();

    /** @param clientLimit the most clients at a time */
    public EventCounters(int clientLimit) {
        this.clientLimit = clientLimit;
    }

    void joined() {
        clients.incrementAndGet();
    }

    void left() {
        clients.decrementAndGet();
    }

    /** Counts a client that was refused because there were too many. */
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

    /** The number of clients now. */
    public int clients() {
        return clients.get();
    }

    /** The most clients at a time. */
    public int clientLimit() {
        return clientLimit;
    }

    /** Clients that were refused. */
    public long refusedCount() {
        return refused.sum();
    }

    /** Events that were sent: one for each client. */
    public long sentCount() {
        return sent.sum();
    }

    /** Records of the topic that were not events, or too large. */
    public long skippedCount() {
        return skipped.sum();
    }

    /** Clients that were ended because they took nothing for too long. */
    public long stalledCount() {
        return stalled.sum();
    }

    /** How often the log was read for a client whose next events are no longer in memory. */
    public long pastReadCount() {
        return pastReads.sum();
    }
}
