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
 * @param id no other event of this stream has it; one that lies in the log twice has the same in both places
 * @param type what kind of thing
 * @param time when it happened, by its writer's clock
 * @param stream whose
 * @param source where the stream's frames come from, without credentials; empty where it is not said
 * @param run the publisher's run; empty where it is not said
 * @param reason why, for people; empty where there is none
 * @param newest where the newest frame lay that Kafka had acknowledged by then, where that is known
 * @param more what else the event's data says, as JSON's values
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
    /** Copies what could be changed. */
    public StreamEvent {
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }
}
