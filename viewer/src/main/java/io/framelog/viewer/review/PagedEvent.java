package io.framelog.viewer.review;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.Position;
import io.framelog.viewer.events.EventKinds;
import io.framelog.viewer.events.EventRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * An event of a page.
 *
 * @param offset of its record
 * @param timestamp of its record
 * @param json the event as the topic has it, with its position and kind
 * @param bytes how long it is as text, about
 */
record PagedEvent(long offset, long timestamp, Map<String, Object> json, int bytes) {
    private static final String PICTURE = "picture";
    /** What the position and the kind take. */
    private static final int ADDED_BYTES = 64;

    /** Numbers stay as they are written, so that the event is the one of the topic. */
    private static final JSON EXACT = JSON.std.with(JSON.Feature.USE_BIG_DECIMAL_FOR_FLOATS);

    /** @param pictures whether the event keeps its picture */
    static PagedEvent of(ConsumerRecord<byte[], ByteBuffer> record, EventRecord read, boolean pictures) {
        Map<String, Object> json;
        try {
            json = EXACT.mapFrom(read.json());
        } catch (IOException e) {
            throw new IllegalStateException("it was parsed as JSON before", e);
        }
        int bytes = read.json().length + ADDED_BYTES;
        if (!pictures && json.get("data") instanceof Map<?, ?> data && data.remove(PICTURE) instanceof String picture) {
            bytes -= picture.length();
        }
        json.put("position", new Position(record.partition(), record.offset()).toString());
        json.put("kind", EventKinds.nameOf(read.event().type()));
        return new PagedEvent(record.offset(), record.timestamp(), json, bytes);
    }
}
