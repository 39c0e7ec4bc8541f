package io.framelog.viewer.kafka;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A frame and its place in the log.
 *
 * @param frame its image is a part of the buffer that Kafka's client read
 * @param position of its record
 */
public record StoredFrame(Frame frame, Position position) {
    /** The frame that was read from a record. */
    public static StoredFrame of(Frame frame, ConsumerRecord<?, ?> record) {
        return new StoredFrame(frame, new Position(record.partition(), record.offset()));
    }
}
