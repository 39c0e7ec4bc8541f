package io.framelog.latency;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of day in microseconds, which is as fine as frames are stamped. Immutable, for any number of threads. */
public final class EpochClock {
    private final Clock clock;

    /** @param clock of that precision, as {@link Clock#systemUTC()} is */
    public EpochClock(Clock clock) {
        this.clock = clock;
    }

    /** The system's. */
    public static EpochClock system() {
        return new EpochClock(Clock.systemUTC());
    }

    /** Microseconds since the epoch. */
    public long micros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }
}
