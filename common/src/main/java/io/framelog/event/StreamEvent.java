package io.framelog.event;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a stream.
 *
 * @param id unique in this stream; an event that was written twice has the same id in both places
 * @param type what kind of event it is
 * @param time when it happened, by its writer's clock
 * @param stream the stream that it happened to
 * @param source where the stream's frames come from, without credentials; empty if unknown
 * @param run the publisher's run; empty if unknown
 * @param reason why it happened, in readable form; empty if there is no reason
 * @param newest the position of the newest frame that Kafka had acknowledged by then; empty if unknown
 * @param more the other members of the event's data, as JSON values
 */
public record StreamEvent(
        String id,
        EventType type,
        Instant time,
        StreamName stream,
        String source,
        String run,
        String reason,
        Optional<Position> newest,
        Map<String, Object> more) {
    /** Copies the map, so that the event is immutable. */
    public StreamEvent {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** The same without one of the other members: many events with their pictures would need much memory. */
    public StreamEvent without(String member) {
        if (!more.containsKey(member)) {
            return this;
        }
        Map<String, Object> others = new LinkedHashMap<>(more);
        others.remove(member);
        return new StreamEvent(id, type, time, stream, source, run, reason, newest, others);
    }
}
