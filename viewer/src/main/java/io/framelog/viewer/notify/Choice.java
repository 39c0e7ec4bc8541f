package io.framelog.viewer.notify;

import io.framelog.event.EventType;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.Set;

/**
 * What people want to be told. Immutable.
 *
 * @param types short names of types
 * @param streams the only streams; empty for all
 * @param past whether what a search of the past has found is told
 * @param coolDown how long after an event of a stream and type no other one is told
 */
public record Choice(Set<String> types, Set<StreamName> streams, boolean past, Duration coolDown) {
    /** Whether events of this stream are wanted. */
    boolean hasStream(StreamName stream) {
        return streams.isEmpty() || streams.contains(stream);
    }

    /** Whether events of this type are told. */
    boolean hasType(EventType type) {
        return types.contains(type.shortName()) || types.contains(type.value());
    }
}
