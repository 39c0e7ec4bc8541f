package io.framelog.viewer.history;

import io.framelog.frame.StreamName;
import java.util.Set;

/** Tells which partitions a stream lies in. For any number of threads. */
@FunctionalInterface
public interface Places {
    /** The partitions that a stream's frames may be in; empty where that may be any. */
    Set<Integer> partitions(StreamName stream);
}
