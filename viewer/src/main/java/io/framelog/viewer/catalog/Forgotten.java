package io.framelog.viewer.catalog;

import io.framelog.frame.StreamName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The streams that were forgotten on request, and which of their frames do not count any more. Thread-safe. */
final class Forgotten {
    /** By stream and partition, the offset behind the last frame that does not count. */
    private final Map<StreamName, Map<Integer, Long>> streams = new ConcurrentHashMap<>();

    private final int limit;

    /** @param limit the most streams; more are not remembered */
    Forgotten(int limit) {
        this.limit = limit;
    }

    void add(StreamName stream, Map<Integer, Long> before) {
        if (streams.size() < limit) {
            streams.put(stream, Map.copyOf(before));
        }
    }

    /** Whether a frame is older than the request to forget its stream. A newer one brings the stream back. */
    boolean covers(ObservedFrame frame) {
        Map<Integer, Long> before = streams.isEmpty() ? null : streams.get(frame.stream());
        if (before == null) {
            return false;
        }
        boolean old = frame.isBefore(before);
        if (!old) {
            streams.remove(frame.stream());
        }
        return old;
    }

    /** A stream is back. */
    void remove(StreamName stream) {
        streams.remove(stream);
    }

    /** The frames are gone, with their offsets. */
    void clear() {
        streams.clear();
    }
}
