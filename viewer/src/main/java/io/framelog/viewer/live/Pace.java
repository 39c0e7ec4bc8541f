package io.framelog.viewer.live;

/** Limits the rate of frames for one watcher. Not thread-safe. */
public final class Pace {
    /** A frame may come early by this part of the interval, as a divisor: cameras are not clocks. */
    private static final int EARLINESS = 8;

    private final long minIntervalNanos;
    private long due;

    /** @param minIntervalNanos the shortest time between two frames; zero for every frame */
    public Pace(long minIntervalNanos) {
        this.minIntervalNanos = minIntervalNanos;
    }

    /**
     * Whether a frame is due, which is then sent. Keeps the rate on average: a frame that comes a little early or late
     * does not delay the next ones.
     *
     * @param anySent false for a frame that is due in any case
     */
    public boolean isDue(boolean anySent, long now) {
        if (minIntervalNanos == 0) {
            return true;
        }
        long late = now - due;
        if (anySent && late < -minIntervalNanos / EARLINESS) {
            return false;
        }
        due = anySent && late < minIntervalNanos ? due + minIntervalNanos : now + minIntervalNanos;
        return true;
    }
}
