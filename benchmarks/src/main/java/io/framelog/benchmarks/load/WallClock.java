package io.framelog.benchmarks.load;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The wall clock in nanoseconds since the epoch, read without allocating. For any number of threads. */
public final class WallClock {
    private volatile long offset;

    /** A clock that is right now; see {@link #adjust()}. */
    public WallClock() {
        adjust();
    }

    /** Brings it into line with the system's again, which may have been set or slewed since. */
    public void adjust() {
        Instant now = Instant.now();
        offset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    }

    /** Nanoseconds since the epoch. */
    public long nanos() {
        return System.nanoTime() + offset;
    }
}
