package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import java.util.Map;
import java.util.OptionalLong;

/**
 * How the log is gone through.
 *
 * @param backward whether towards its beginning
 * @param stepMicros frames that were captured closer together than this are left out
 * @param lastMicros the last frame that is wanted was captured then; empty for no such end
 * @param bounds forwards: for partitions that are to be read less far than to the end, the offset to stop before
 */
record ReadPlan(
        StreamName stream, boolean backward, long stepMicros, OptionalLong lastMicros, Map<Integer, Long> bounds) {
    /** Whether a frame is beyond what is wanted. */
    boolean isBeyond(Part part) {
        boolean late = lastMicros.isPresent()
                && (backward
                        ? part.capturedMicros() < lastMicros.getAsLong()
                        : part.capturedMicros() > lastMicros.getAsLong());
        return late
                || part.position().offset()
                        >= bounds.getOrDefault(part.position().partition(), Long.MAX_VALUE);
    }

    /** Whether nothing is wanted from a place on. */
    boolean isOver(Map<Integer, Long> next) {
        return !bounds.isEmpty()
                && next.entrySet().stream()
                        .allMatch(entry -> entry.getValue() >= bounds.getOrDefault(entry.getKey(), Long.MAX_VALUE));
    }

    /** Whether it has an end of its own, and does not go on into the present. */
    boolean ends() {
        return backward || lastMicros.isPresent() || !bounds.isEmpty();
    }
}
