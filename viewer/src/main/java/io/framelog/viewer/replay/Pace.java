package io.framelog.viewer.replay;

import java.util.concurrent.TimeUnit;

/** When which frame is due. Of the fan-out thread alone. */
final class Pace {
    /** What is longer than this, and longer than usual, is a gap, and is over after this. */
    private static final long GAP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** What is so many times as long as the stream's frames are apart is no longer usual. */
    private static final int UNUSUAL = 3;

    private static final double NANOS_PER_MICRO = 1e3;

    private final double speed;
    private boolean begun;
    private long baseMicros;
    private long baseNanos;
    private long lastMicros;
    private long lastDue;
    private long spacing;
    private long spacingBefore;

    /** @param speed not 0 */
    Pace(double speed) {
        this.speed = speed;
    }

    /** When a frame is due that comes next; the first at once. By {@link System#nanoTime()}. */
    long due(long capturedMicros, long nowNanos) {
        if (!begun) {
            return nowNanos;
        }
        long due = baseNanos + (long) ((capturedMicros - baseMicros) * NANOS_PER_MICRO / speed);
        long usual = Math.min(spacing, spacingBefore);
        boolean gap = due - lastDue > GAP_NANOS
                && Math.abs(capturedMicros - lastMicros) > UNUSUAL * usual
                && Math.abs(capturedMicros - lastMicros) > TimeUnit.NANOSECONDS.toMicros(GAP_NANOS);
        if (gap) {
            return lastDue + GAP_NANOS;
        }
        return Math.max(due, lastDue); // captured before the last one: a clock was set
    }

    /** Takes note that a frame is shown, which was due then. */
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
