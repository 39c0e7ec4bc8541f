package io.framelog.viewer.detect;

import io.framelog.detection.motion.MotionSettings;
import io.framelog.frame.StreamName;
import java.util.Set;
import java.util.function.Function;

/**
 * Which streams are watched, and for what. Immutable.
 *
 * @param watched the streams; all if it is empty
 * @param motion what counts as motion in a stream
 * @param leastStep between two pictures of a stream that are looked at, in microseconds
 */
public record StreamSettings(Set<StreamName> watched, Function<StreamName, MotionSettings> motion, long leastStep) {
    /** The usual rate: 5 pictures a second. */
    private static final long USUAL_STEP_MICROS = 200_000;

    /** All streams, with the usual settings. */
    public static final StreamSettings USUAL =
            new StreamSettings(Set.of(), stream -> MotionSettings.USUAL, USUAL_STEP_MICROS);

    /** Copies the set. */
    public StreamSettings {
        watched = Set.copyOf(watched);
    }

    boolean isWatched(StreamName stream) {
        return watched.isEmpty() || watched.contains(stream);
    }

    MotionSettings of(StreamName stream) {
        return motion.apply(stream);
    }
}
