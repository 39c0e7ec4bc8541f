package io.framelog.viewer.notify;

import java.time.Duration;
import java.util.Optional;

/** How long to wait between the attempts for one event. Not thread-safe. */
final class Backoff {
    /** The first pause; each one is twice as long as the one before. */
    static final Duration FIRST = Duration.ofSeconds(1);
    /** The longest pause, unless the receiver wants a longer one. */
    static final Duration LONGEST = Duration.ofMinutes(5);
    /** The longest pause that a receiver can ask for. */
    static final Duration LONGEST_WANTED = Duration.ofHours(1);

    private Duration next = FIRST;

    /** The pause after another failure. */
    Duration pause(Optional<Duration> wanted) {
        Duration pause = wanted.filter(longer -> longer.compareTo(next) > 0).orElse(next);
        next = min(next.multipliedBy(2), LONGEST);
        return min(pause, LONGEST_WANTED);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
