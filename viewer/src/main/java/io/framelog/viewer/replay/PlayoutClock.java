package io.framelog.viewer.replay;

import java.util.concurrent.TimeUnit;

/** Says when each frame is due, at a replay's speed and with gaps shortened. Not thread-safe. */
final class PlayoutClock {
    /** Gaps are shortened to this. */
    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A gap is longer than so many of the stream's intervals between frames, and longer than the above. */
    private static final int GAP_INTERVALS = 3;

    private static final double NANOS_PER_MICRO = 1e3;

    private final double speed;
    private boolean begun;
    private long baseMicros;
    private long baseNanos;
    private long lastMicros;
    private long lastDue;
    private long spacing;
    private long spacingBefore;

    /** @param speed of the replay; 0 for a still picture, which is due at once */
    PlayoutClock(double speed) {
        this.speed = speed;
    }

    /** When the next frame is due, by {@link System#nanoTime()}; the first at once. */
    long due(long capturedMicros, long nowNanos) {
        if (!begun) {
            return nowNanos;
        }
        long due = baseNanos + (long) ((capturedMicros - baseMicros) * NANOS_PER_MICRO / speed);
        long usual = Math.min(spacing, spacingBefore);
        boolean gap = due - lastDue > GAP_NANOS
                && Math.abs(capturedMicros - lastMicros) > GAP_INTERVALS * usual
                && Math.abs(capturedMicros - lastMicros) > TimeUnit.NANOSECONDS.toMicros(GAP_NANOS);
        if (gap) {
            return lastDue + GAP_NANOS;
        }
        return Math.max(due, lastDue); // captured before the previous one: a clock was set back
    }

    /** Records that a frame is shown, and when it was due. */
    void shown(long capturedMicros, long dueNanos) {
        if (begun) {
            spacingBefore = spacing;
            spacing = Math.abs(capturedMicros - lastMicros);
        }
        long expected = baseNanos + (long) ((capturedMicros - baseMicros) * NANOS_PER_MICRO / speed);
        if (!begun || expected != dueNanos) {
            baseMicros = capturedMicros;
            baseNanos = dueNanos;
        }
        begun = true;
        lastMicros = capturedMicros;
        lastDue = dueNanos;
    }
}
