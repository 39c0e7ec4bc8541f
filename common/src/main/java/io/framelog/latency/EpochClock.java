package io.framelog.latency;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The time of day in microseconds, the precision of a frame's times. Immutable and thread-safe. */
public final class EpochClock {
    private final Clock clock;

    /** @param clock with microsecond precision, such as {@link Clock#systemUTC()} */
    public EpochClock(Clock clock) {
        this.clock = clock;
    }

    /** The system's clock. */
    public static EpochClock system() {
        return new EpochClock(Clock.systemUTC());
    }

    /** Microseconds since the epoch. */
    public long micros() {
        Instant now = clock.instant();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }
}
