package io.framelog.viewer.catalog;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A frame that was found in the log.
 *
 * @param stream its stream
 * @param keyless whether its record has no key: then the stream's next frame may lie in any partition
 * @param partition where it lies
 * @param offset where it lies
 * @param capturedMicros when it was captured, microseconds since the epoch
 * @param size in pixels, where it is known
 */
public record ObservedFrame(
        StreamName stream, boolean keyless, int partition, long offset, long capturedMicros, Optional<ImageSize> size) {

    /** The sighting of a frame that was read from a record. */
    public static ObservedFrame of(Frame frame, ConsumerRecord<byte[], ?> record) {
        boolean keyless = record.key() == null || record.key().length == 0;
        return new ObservedFrame(
                frame.stream(), keyless, record.partition(), record.offset(), frame.capturedMicros(), frame.size());
    }
}
