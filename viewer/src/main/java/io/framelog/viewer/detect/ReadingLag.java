package io.framelog.viewer.detect;

import java.time.Duration;

/**
 * How long the reader of a partition is behind the end of its log. The producers' clocks do not matter: what counts is
 * how long ago the end was where the reader is now. For one thread.
 */
final class ReadingLag {
    private static final int MARKS = 64;
    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();

    private final long[] nanos = new long[MARKS];
    private final long[] ends = new long[MARKS];
    private int first;
    private int count;

    /**
     * Notes where the reader is.
     *
     * @param position the offset of the record that it reads next
     * @param end the offset behind the last record that is known
     * @param now as {@link System#nanoTime}
     * @return for how long it has been known that there is a record to be read, in nanoseconds
     */
    long note(long position, long end, long now) {
        while (count > 0 && ends[first] <= position) {
            first = (first + 1) % MARKS;
            count--;
        }
        if (end > position && count < MARKS && (count == 0 || isNew(end, now))) {
            int next = (first + count) % MARKS;
            nanos[next] = now;
            ends[next] = end;
            count++;
        }
        return count == 0 ? 0 : now - nanos[first];
    }

    private boolean isNew(long end, long now) {
        int newest = (first + count - 1) % MARKS;
        return end > ends[newest] && now - nanos[newest] >= STEP_NANOS;
    }
}
