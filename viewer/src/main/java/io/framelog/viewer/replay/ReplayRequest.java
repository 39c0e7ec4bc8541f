package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a client requests.
 *
 * @param from starts with the first frame at or after it; backwards, with the last at or before it
 * @param to the last frame; empty to go on to the end of the log and become live
 * @param speed seconds of the stream shown per second; negative backwards, 0 for a still picture
 * @param minInterval between two frames when they are shown; zero for every frame
 * @param width how wide a picture is enough, in pixels; empty for full pictures
 */
public record ReplayRequest(
        StreamName stream, Moment from, Optional<Moment> to, double speed, Duration minInterval, OptionalInt width) {
    /** The lowest speed in either direction, except 0. */
    public static final double MIN_SPEED = 0.1;

    /** The highest speed in either direction. */
    public static final double MAX_SPEED = 16;

    /** Frames shown per second at speeds above 1, at most: more than displays can show. */
    private static final double MAX_RATE = 100;

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1e3;

    /** The same with pictures of full size. */
    ReplayRequest atFullSize() {
        return new ReplayRequest(stream, from, to, speed, minInterval, OptionalInt.empty());
    }

    /** Whether it plays towards the log's beginning. */
    boolean isBackward() {
        return speed < 0;
    }

    /** Frames captured closer together than this are skipped; microseconds, 0 for every frame. */
    long stepMicros() {
        double least = Math.abs(speed) > 1 ? NANOS_PER_SECOND / MAX_RATE : 0;
        return (long) (Math.max(least, (double) minInterval.toNanos()) * Math.abs(speed) / NANOS_PER_MICRO);
    }
}
