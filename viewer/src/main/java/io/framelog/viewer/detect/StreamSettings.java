package io.framelog.viewer.detect;

import io.framelog.detection.face.FaceSearch;
import io.framelog.frame.StreamName;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which streams are watched, and how. Immutable.
 *
 * @param watched whether a stream is watched; asked for each frame
 * @param settings how it is watched
 * @param faces finds the faces while something moves, on the thread that looks at the streams; empty if faces are not
 *     looked for
 */
public record StreamSettings(
        Predicate<StreamName> watched, Function<StreamName, WatchSettings> settings, Optional<FaceSearch> faces) {
    /**
     * As a file says.
     *
     * @param chosen the only streams that are watched, if the file agrees
     * @param options say what the file does not say
     */
    public static StreamSettings of(
            DetectionFile file, Predicate<StreamName> chosen, Function<StreamName, WatchRule> options) {
        return new StreamSettings(
                stream -> chosen.test(stream) && file.of(stream).isWatched(),
                stream -> file.of(stream).or(options.apply(stream)).settings(),
                Optional.empty());
    }

    /** The same with a search for faces, if there is one. */
    public StreamSettings with(Optional<FaceSearch> search) {
        return new StreamSettings(watched, settings, search);
    }

    boolean isWatched(StreamName stream) {
        return watched.test(stream);
    }

    WatchSettings of(StreamName stream) {
        return settings.apply(stream);
    }
}
