package io.framelog.viewer.history;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.util.Optional;
import java.util.Set;

/** Tells where streams lie. For any number of threads. */
@FunctionalInterface
public interface StreamLocator {
    /** The partitions that a stream's frames may be in; empty where that may be any. */
    Set<Integer> partitions(StreamName stream);

    /**
     * The last frame of a stream whose publisher says that no more come for now. What is written within the next seconds may
     * not be known yet. It saves going through all that other streams wrote after it.
     *
     * @return empty where frames are to be expected, or nothing is known
     */
    default Optional<Position> last(StreamName stream) {
        return Optional.empty();
    }
}
