package io.framelog.viewer.kafka;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Finds the partitions of streams. Thread-safe. */
@FunctionalInterface
public interface StreamLocator {
    /** The partitions that a stream's frames may be in now; empty if that may be any. */
    Set<Integer> partitions(StreamName stream);

    /** The partitions that a stream's frames may be in now, or were in before; empty if that may be any. */
    default Set<Integer> pastPartitions(StreamName stream) {
        return partitions(stream);
    }

    /** When the latest frame that is known was captured, in microseconds since the epoch; empty if none is known. */
    default OptionalLong latestMicros(StreamName stream) {
        return OptionalLong.empty();
    }

    /** How far the clock that stamps a stream is ahead of this machine's; negative if it is behind; zero if right. */
    default Duration clockSkew(StreamName stream) {
        return Duration.ZERO;
    }

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
