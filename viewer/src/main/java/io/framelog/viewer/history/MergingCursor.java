package io.framelog.viewer.history;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What both cursors share: they merge the frames of a stream's partitions by their times of capture.
 *
 * @param <B> what a cursor knows of a partition
 */
abstract class MergingCursor<B extends PartitionBuffer> implements PastCursor {
    final LogConsumer consumer;
    final Map<TopicPartition, B> buffers = new HashMap<>();
    private final RecordFilter filter;
    private final StreamName stream;
    private long bytesRead;

    MergingCursor(LogConsumer consumer, RecordFilter filter, StreamName stream) {
        this.consumer = consumer;
        this.filter = filter;
        this.stream = stream;
    }

    /** Whether the frame captured at {@code micros} comes before the one captured at {@code otherMicros}. */
    abstract boolean isBefore(long micros, long otherMicros);

    /** The offset of the partition where another cursor would continue after this buffer's last returned frame. */
    abstract long position(B buffer);

    @Override
    public final @Nullable StoredFrame next() {
        while (!isReady()) {
            fetch();
        }
        B first = null;
        for (B buffer : buffers.values()) {
            if (!buffer.frames.isEmpty()
                    && (first == null || isBefore(buffer.capturedMicros(), first.capturedMicros()))) {
                first = buffer;
            }
        }
        return first == null ? null : first.frames.poll();
    }

    @Override
    public final boolean isReady() {
        return buffers.values().stream().allMatch(PartitionBuffer::isReady);
    }

    @Override
    public final boolean isOver() {
        return buffers.values().stream().allMatch(buffer -> buffer.over && buffer.frames.isEmpty());
    }

    @Override
    public final Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        buffers.values().forEach(buffer -> positions.put(buffer.partition.partition(), position(buffer)));
        return positions;
    }

    @Override
    public final long bytesRead() {
        return bytesRead;
    }

    /** Counts a record that was read. */
    final int count(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        int length = value == null ? 0 : value.remaining();
        bytesRead += length;
        return length;
    }

    /** The record's frame; null if it holds none of this stream. */
    final @Nullable Frame frame(ConsumerRecord<byte[], ByteBuffer> record) {
        Frame frame = filter.read(record);
        return frame != null && frame.stream().equals(stream) ? frame : null;
    }
}
