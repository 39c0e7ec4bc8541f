package io.framelog.viewer.catalog;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A frame that was read from the log.
 *
 * @param stream its stream
 * @param keyless whether its record has no key: then the stream's next frame may be in any partition
 * @param partition of its record
 * @param offset of its record
 * @param capturedMicros when it was captured, in microseconds since the epoch
 * @param size in pixels, if known
 */
public record ObservedFrame(
        StreamName stream, boolean keyless, int partition, long offset, long capturedMicros, Optional<ImageSize> size) {

    /** A frame that was read from a record. */
    public static ObservedFrame of(Frame frame, ConsumerRecord<byte[], ?> record) {
        boolean keyless = record.key() == null || record.key().length == 0;
        return new ObservedFrame(
                frame.stream(), keyless, record.partition(), record.offset(), frame.capturedMicros(), frame.size());
    }

    /** Whether it is before the offset of its partition. */
    boolean isBefore(Map<Integer, Long> offsets) {
        return offset < offsets.getOrDefault(partition, 0L);
    }
}
