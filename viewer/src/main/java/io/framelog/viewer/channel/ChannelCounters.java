package io.framelog.viewer.channel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Counts windows and what they are sent. Thread-safe. */
final class ChannelCounters {
    /** Why a window's connection ended. */
    enum End {
        /** It went away, with or without a word. */
        GONE,
        /** It took nothing for too long. */
        STALLED,
        /** It may no longer see what it is sent. */
        REFUSED,
        /** It broke a rule of the channel, or a limit. */
        VIOLATION,
        /** The viewer could not go on. */
        TROUBLE,
        /** The viewer ended. */
        SHUTDOWN
    }

    private final AtomicInteger windows = new AtomicInteger();
    private final AtomicInteger pictures = new AtomicInteger();
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder busy = new LongAdder();
    private final LongAdder unreported = new LongAdder();
    private final Map<End, LongAdder> ends = new EnumMap<>(End.class);

    ChannelCounters() {
        for (End end : End.values()) {
            ends.put(end, new LongAdder());
        }
    }

    void entered() {
        windows.incrementAndGet();
    }

    void left(End end) {
        windows.decrementAndGet();
        ended(end).increment();
    }

    void opened() {
        pictures.incrementAndGet();
    }

    void closed() {
        pictures.decrementAndGet();
    }

    void sent(int length) {
        frames.increment();
        bytes.add(length);
    }

    void skippedBusy() {
        busy.increment();
    }

    void skippedUnreported() {
        unreported.increment();
    }

    int windows() {
        return windows.get();
    }

    int pictures() {
        return pictures.get();
    }

    long frames() {
        return frames.sum();
    }

    long bytes() {
        return bytes.sum();
    }

    long busyCount() {
        return busy.sum();
    }

    long unreportedCount() {
        return unreported.sum();
    }

    long endCount(End end) {
        return ended(end).sum();
    }

    private LongAdder ended(End end) {
        LongAdder count = ends.get(end);
        if (count == null) {
            throw new AssertionError(end);
        }
        return count;
    }
}
