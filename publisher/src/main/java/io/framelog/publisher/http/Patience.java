package io.framelog.publisher.http;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * How long a source may be silent before it counts as lost. Some cameras send a picture each 20 seconds, and a video at
 * 30 pictures a second that stops for 9 seconds is lost. So the limit follows the longest silence that the source has
 * come back from. For one thread.
 */
public final class Patience {
    /** The limit for a source that is never silent for long. Viewers are told of its loss within 10 s. */
    public static final Duration SHORTEST = Duration.ofSeconds(9);
    /** The limit for a source that is not known yet, and for those with long silences. */
    public static final Duration LONGEST = Duration.ofSeconds(90);
    /** How long a source is watched before its limit follows from what it did. */
    static final Duration ACQUAINTANCE = Duration.ofSeconds(5);
    /** How many times its longest silence a source may be silent. */
    private static final int FACTOR = 3;

    private final Optional<Duration> fixed;
    private final LongSupplier nanos;
    private boolean heard;
    private long last;
    private long watched;
    private long longest;

    private Patience(Optional<Duration> fixed, LongSupplier nanos) {
        this.fixed = fixed;
        this.nanos = nanos;
    }

    /** A limit that follows from what the source does. */
    public static Patience adapting() {
        return adapting(System::nanoTime);
    }

    static Patience adapting(LongSupplier nanos) {
        return new Patience(Optional.empty(), nanos);
    }

    /** A limit that stays. */
    public static Patience of(Duration limit) {
        return new Patience(Optional.of(limit), System::nanoTime);
    }

    /** The source was opened, for the first time or again. */
    public void begin() {
        heard = false;
    }

    /** The source has sent something. */
    public void heard() {
        long now = nanos.getAsLong();
        if (heard) {
            long silence = now - last;
            watched += silence;
            longest = Math.max(longest, silence);
        }
        heard = true;
        last = now;
    }

    /** How long the source may be silent from now on. */
    public Duration limit() {
        if (fixed.isPresent()) {
            return fixed.get();
        }
        if (watched < ACQUAINTANCE.toNanos()) {
            return LONGEST;
        }
        long limit = Math.min(LONGEST.toNanos(), Math.max(SHORTEST.toNanos(), FACTOR * longest));
        return Duration.ofMillis(TimeUnit.NANOSECONDS.toMillis(limit));
    }
}
