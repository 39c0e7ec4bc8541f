package io.framelog.viewer.detect;

import io.framelog.detection.motion.MotionSettings;
import io.framelog.detection.motion.Polygon;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What options or a file say of a stream. What is empty is said elsewhere, or is as usual. Immutable.
 *
 * @param motion whether motion is looked for
 * @param sensitivity 1 to 10
 * @param fps pictures a second that are looked at, 1 to {@value #MAX_FPS}
 * @param quiet when an event is over, at most {@link #MAX_QUIET}
 * @param zones by name
 * @param ignored what is not looked at
 */
public record WatchRule(
        Optional<Boolean> motion,
        Optional<Integer> sensitivity,
        Optional<Integer> fps,
        Optional<Duration> quiet,
        Optional<Map<String, List<Polygon>>> zones,
        Optional<List<Polygon>> ignored) {
    /** Says nothing. */
    public static final WatchRule NONE = new WatchRule(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The most pictures a second. */
    public static final int MAX_FPS = 30;
    /** The longest quiet time. */
    public static final Duration MAX_QUIET = Duration.ofMinutes(10);

    private static final int USUAL_FPS = 5;
    private static final long MICROS = 1_000_000;

    /** This rule; another one says what it does not say. */
    public WatchRule or(WatchRule other) {
        return new WatchRule(
                motion.or(other::motion),
                sensitivity.or(other::sensitivity),
                fps.or(other::fps),
                quiet.or(other::quiet),
                zones.or(other::zones),
                ignored.or(other::ignored));
    }

    boolean isWatched() {
        return motion.orElse(true);
    }

    /**
     * The settings.
     *
     * @throws IllegalArgumentException with a message for the user if there are too many zones
     */
    public WatchSettings settings() {
        MotionSettings usual = MotionSettings.USUAL;
        return new WatchSettings(
                new MotionSettings(
                        sensitivity.orElse(usual.sensitivity()),
                        zones.orElse(usual.zones()),
                        ignored.orElse(usual.ignored()),
                        quiet.or(usual::quiet)),
                MICROS / fps.orElse(USUAL_FPS));
    }
}
