package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import java.time.Duration;
import java.util.Optional;

/**
 * What a client wants to see.
 *
 * @param from the first frame is the first at or after it; backwards, the last at or before it
 * @param to the last frame; empty to go on, and to become live where the log ends
 * @param speed how many seconds of the stream pass in one; negative backwards, 0 for a still picture
 * @param minInterval between two frames as they are shown; zero for every frame
 */
public record ReplayRequest(StreamName stream, Moment from, Optional<Moment> to, double speed, Duration minInterval) {
    /** Speeds, either way, but for 0. */
    public static final double MIN_SPEED = 0.1;

    /** As fast as it goes. */
    public static final double MAX_SPEED = 16;

    /** More frames in a second are not shown at a speed above 1: no display has more. */
    private static final double MAX_RATE = 100;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    /** Whether it goes towards the log's beginning. */
    boolean isBackward() {
        return speed < 0;
    }

    /** Frames that were captured closer together than this are left out; microseconds, 0 for none. */
    long stepMicros() {
        double least = Math.abs(speed) > 1 ? NANOS_PER_SECOND / MAX_RATE : 0;
        return (long) (Math.max(least, (double) minInterval.toNanos()) * Math.abs(speed) / NANOS_PER_MICRO);
    }
}
