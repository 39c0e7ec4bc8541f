package io.framelog.viewer.history;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Goes through a stream's frames towards the log's beginning. Kafka only reads forwards: so it reads one range at a
 * time, of as many records as come in one or two answers.
 */
final class BackwardCursor extends MergingCursor<BackwardCursor.Buffer> {
    /** What a range's images should have together: more would be wasted when the reader stops. */
    private static final int RANGE_BYTES = 1024 * 1024;

    private static final int FIRST_RECORDS = 16;
    private static final int MAX_RECORDS = 4096;
    /** How often a range is read again that retention has removed meanwhile. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** With the latest frame first; {@code next} is the end of the next range. */
    static final class Buffer extends PartitionBuffer {
        private int records = FIRST_RECORDS;
        private int attempts;
        private long rangeBytes;

        Buffer(TopicPartition partition, long next) {
            super(partition, next);
        }
    }

    BackwardCursor(LogConsumer consumer, RecordFilter filter, StreamName stream, Map<TopicPartition, Long> starts) {
        super(consumer, filter, stream);
        starts.forEach((partition, start) -> buffers.put(partition, new Buffer(partition, start)));
    }

    @Override
    boolean isBefore(long micros, long otherMicros) {
        return micros > otherMicros;
    }

    @Override
    long position(Buffer buffer) {
        StoredFrame first = buffer.frames.peek();
        return first == null ? buffer.next : first.position().offset() + 1;
    }

    @Override
    public void fetch() {
        for (Buffer buffer : buffers.values()) {
            if (!buffer.isReady()) {
                read(buffer);
            }
        }
    }

    private void read(Buffer buffer) {
        Set<TopicPartition> partition = Set.of(buffer.partition);
        long begin = consumer.beginOffsets(partition).getOrDefault(buffer.partition, buffer.next);
        // A topic that was deleted and created again may have fewer records than before.
        long end = Math.min(buffer.next, consumer.endOffsets(partition).getOrDefault(buffer.partition, buffer.next));
        OffsetRange range = new OffsetRange(Math.max(begin, end - buffer.records), end);
        if (range.from() >= range.to()) {
            buffer.over = true;
            return;
        }
        buffer.rangeBytes = 0;
        try {
            Map<TopicPartition, Long> reached =
                    consumer.read(Map.of(buffer.partition, range), READ_LIMIT, record -> take(buffer, range, record));
            if (reached.getOrDefault(buffer.partition, 0L) < range.to()) {
                throw new TimeoutException(
                        "Kafka did not send the requested records within " + READ_LIMIT.toSeconds() + " s");
            }
        } catch (OffsetOutOfRangeException e) {
            buffer.frames.clear(); // retention was faster: the next attempt begins later
            buffer.over = ++buffer.attempts >= MAX_ATTEMPTS;
            return;
        }
        buffer.attempts = 0;
        buffer.next = range.from();
        buffer.over = range.from() == begin;
        buffer.records = nextRecords(range.to() - range.from(), buffer);
    }

    private static int nextRecords(long read, Buffer buffer) {
        if (buffer.frames.isEmpty()) {
            return Math.min(MAX_RECORDS, 2 * buffer.records); // no frame of this stream: it must be further away
        }
        long each = Math.max(1, buffer.rangeBytes / Math.max(1, read));
        return (int) Math.max(FIRST_RECORDS, Math.min(MAX_RECORDS, RANGE_BYTES / each));
    }

    private void take(Buffer buffer, OffsetRange range, ConsumerRecord<byte[], ByteBuffer> record) {
        buffer.rangeBytes += count(record);
        Frame frame = record.offset() < range.to() ? frame(record) : null;
        if (frame != null) {
            buffer.frames.push(StoredFrame.of(frame, record));
        }
    }
}
