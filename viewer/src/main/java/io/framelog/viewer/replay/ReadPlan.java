package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a replay reads of the log.
 *
 * @param backward whether it reads towards the log's beginning
 * @param stepMicros skips frames that were captured closer together than this
 * @param lastMicros capture time of the last requested frame; empty for no such limit
 * @param bounds the offset to stop before, for each partition that has one; empty if backward
 */
record ReadPlan(
        StreamName stream, boolean backward, long stepMicros, OptionalLong lastMicros, Map<Integer, Long> bounds) {
    /** Whether a frame comes after the last requested one. */
    boolean isPastEnd(Part part) {
        boolean late = lastMicros.isPresent()
                && (backward
                        ? part.capturedMicros() < lastMicros.getAsLong()
                        : part.capturedMicros() > lastMicros.getAsLong());
        return late
                || part.position().offset()
                        >= bounds.getOrDefault(part.position().partition(), Long.MAX_VALUE);
    }

    /** Whether nothing from these offsets on is requested. */
    boolean isComplete(Map<Integer, Long> next) {
        return !bounds.isEmpty()
                && next.entrySet().stream()
                        .allMatch(entry -> entry.getValue() >= bounds.getOrDefault(entry.getKey(), Long.MAX_VALUE));
    }

    /** Whether it has an end, and does not go on with the live stream. */
    boolean hasEnd() {
        return backward || lastMicros.isPresent() || !bounds.isEmpty();
    }
}
