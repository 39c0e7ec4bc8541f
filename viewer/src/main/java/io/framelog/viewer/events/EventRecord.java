package io.framelog.viewer.events;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An event as a record of its topic has it. Immutable. */
public final class EventRecord {
    /** The largest event in bytes; larger ones are skipped, or one could fill the memory of recent events. */
    public static final int MAX_BYTES = 64 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(EventRecord.class);

    private final StreamEvent event;
    private final byte[] json;

    private EventRecord(StreamEvent event, byte[] json) {
        this.event = event;
        this.json = json;
    }

    /**
     * Makes something of a record's event. Never throws, whatever the record contains.
     *
     * @return empty if the record is no event, or too large, or if the maker returns nothing or throws
     */
    public static <T> Optional<T> read(
            EventTopic topic,
            ConsumerRecord<byte[], ByteBuffer> record,
            Function<EventRecord, Optional<? extends T>> maker) {
        ByteBuffer value = record.value();
        if (value == null || value.remaining() > MAX_BYTES) {
            return Optional.empty();
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        try {
            return topic.read(record.key(), json, Instant.ofEpochMilli(record.timestamp()))
                    .flatMap(event -> maker.apply(new EventRecord(event, json)));
        } catch (RuntimeException e) { // the next records must be read
            LOG.debug("cannot read an event", e);
            return Optional.empty();
        }
    }

    /** The event. */
    public StreamEvent event() {
        return event;
    }

    /** The event as JSON, which the caller must not change. */
    public byte[] json() {
        return json;
    }
}
