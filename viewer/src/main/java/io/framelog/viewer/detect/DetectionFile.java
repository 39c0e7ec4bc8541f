package io.framelog.viewer.detect;

import io.framelog.frame.StreamName;
import java.util.HashMap;
import java.util.Map;

/**
 * What a file says of streams. Immutable.
 *
 * @param defaults for all streams
 * @param streams for one
 */
public record DetectionFile(WatchRule defaults, Map<StreamName, WatchRule> streams) {
    /** Says nothing. */
    public static final DetectionFile NONE = new DetectionFile(WatchRule.NONE, Map.of());

    /** What is said of a stream counts before the defaults. */
    public DetectionFile {
        Map<StreamName, WatchRule> all = new HashMap<>();
        for (Map.Entry<StreamName, WatchRule> stream : streams.entrySet()) {
            all.put(stream.getKey(), stream.getValue().or(defaults));
        }
        streams = Map.copyOf(all);
    }

    /** What it says of a stream. */
    WatchRule of(StreamName stream) {
        return streams.getOrDefault(stream, defaults);
    }
}
