package io.framelog.viewer.kafka;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.util.Optional;
import java.util.Set;

/** Finds the partitions of streams. Thread-safe. */
@FunctionalInterface
public interface StreamLocator {
    /** The partitions that a stream's frames may be in; empty if that may be any. */
    Set<Integer> partitions(StreamName stream);

    /**
     * The last frame of a stream whose publisher reports that no more come for now, so that readers need not go through
     * the other streams' later records. May miss a frame of the last few seconds.
     *
     * @return empty if more frames are expected, or nothing is known
     */
    default Optional<Position> lastPosition(StreamName stream) {
        return Optional.empty();
    }
}
