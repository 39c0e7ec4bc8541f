package io.framelog.viewer.preview;

import io.framelog.viewer.live.Pace;

/** The rate of a copy, which is the highest that one of its clients wants. Not thread-safe. */
final class SharedPace {
    private long interval;
    private Pace pace = new Pace(0);
    private boolean begun;

    /** Begins anew with the shortest interval of all clients, if it is another one: the next frame is due then. */
    void set(long intervalNanos) {
        if (intervalNanos != interval) {
            interval = intervalNanos;
            pace = new Pace(intervalNanos);
            begun = false;
        }
    }

    /** Whether a frame is due, which is then made. */
    boolean isDue(long now) {
        boolean due = pace.isDue(begun, now);
        begun |= due;
        return due;
    }
}
