package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import java.util.Map;

/**
 * How the log is gone through.
 *
 * @param backward whether towards its beginning
 * @param stepMicros frames that were captured closer together than this are left out
 * @param bounds forwards: for partitions that are to be read less far than to the end, the offset to stop before
 */
record Way(StreamName stream, boolean backward, long stepMicros, Map<Integer, Long> bounds) {}
