package io.framelog.viewer.catalog;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/**
 * Measures how wrong the clock is that stamps a stream: the time of each new frame against the viewer's clock. The
 * middle one of a few frames counts, so that a single wrong time says nothing. Not thread-safe.
 */
final class ClockSkew {
    /** A clock that is less ahead counts as right. */
    static final Duration AHEAD = Duration.ofSeconds(2);
    /** A clock that is less behind counts as right: a frame also takes some time to come. */
    static final Duration BEHIND = Duration.ofSeconds(10);

    private static final int FRAMES = 5;

    private final long[] micros = new long[FRAMES];
    private int count;

    /** Adds a frame whose time was so long after the viewer's when it came; negative if it was before. */
    void add(long microsAhead) {
        micros[count++ % FRAMES] = microsAhead;
    }

    /** Forgets all frames: they were of another clock. */
    void forget() {
        count = 0;
    }

    /** How far the clock is ahead; negative if it is behind; zero if it counts as right, or nothing is known. */
    Duration get() {
        int known = Math.min(count, FRAMES);
        if (known == 0) {
            return Duration.ZERO;
        }
        long[] sorted = Arrays.copyOf(micros, known);
        Arrays.sort(sorted);
        Duration middle = Duration.of(sorted[(known - 1) / 2], ChronoUnit.MICROS);
        boolean right = middle.compareTo(AHEAD) < 0 && middle.compareTo(BEHIND.negated()) > 0;
        return right ? Duration.ZERO : middle;
    }
}
