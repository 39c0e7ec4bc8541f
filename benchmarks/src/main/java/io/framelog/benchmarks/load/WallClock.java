package io.framelog.benchmarks.load;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The wall clock in nanoseconds since the epoch, read without allocation. Thread-safe. */
public final class WallClock {
    private volatile long offset;

    /** A clock that agrees with the system's now. */
    public WallClock() {
        adjust();
    }

    /** Makes it agree with the system's clock again, which may have been changed. */
    public void adjust() {
        Instant now = Instant.now();
        offset = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    }

    /** Nanoseconds since the epoch. */
    public long nanos() {
        return System.nanoTime() + offset;
    }
}
