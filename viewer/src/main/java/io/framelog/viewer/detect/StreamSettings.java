package io.framelog.viewer.detect;

import io.framelog.detection.face.FaceSearch;
import io.framelog.frame.StreamName;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which streams are watched, and how. What the file says may change meanwhile.
 *
 * @param config the file, which wins over the options
 * @param chosen the only streams that are watched, if the file agrees; asked for each frame
 * @param options say what the file does not say
 * @param faces finds the faces while something moves, on the thread that looks at the streams; empty if faces are not
 *     looked for
 */
public record StreamSettings(
        DetectionConfig config,
        Predicate<StreamName> chosen,
        Function<StreamName, WatchRule> options,
        Optional<FaceSearch> faces) {
    /** The same with a search for faces, if there is one. */
    public StreamSettings with(Optional<FaceSearch> search) {
        return new StreamSettings(config, chosen, options, search);
    }

    boolean isWatched(StreamName stream) {
        return chosen.test(stream) && config.present().of(stream).isWatched();
    }

    WatchSettings of(StreamName stream) {
        return config.present().of(stream).or(options.apply(stream)).settings();
    }
}
