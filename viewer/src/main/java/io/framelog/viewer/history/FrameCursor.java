package io.framelog.viewer.history;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Goes through a stream's frames in the order of their capture. Holds in memory only what Kafka sends at a time. If
 * retention removes the next frames, it continues with what is left ({@link #takeRetentionGap()}). Of no use once the
 * {@link HistoryReader} has made another cursor.
 */
public final class FrameCursor extends MergingCursor<FrameCursor.Buffer> {
    private static final Duration POLL = Duration.ofMillis(100);
    /** How long Kafka may send nothing. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(5);
    /** The most frames of a partition that wait for older ones of another. */
    private static final int MAX_WAITING = 64;

    /**
     * So many frames in succession that are later than the last wanted one end the reading. Fewer may have a wrong
     * time.
     */
    static final int PASSED = 3;

    /** With the earliest frame first. */
    static final class Buffer extends PartitionBuffer {
        private final long end;
        private int passed;

        Buffer(TopicPartition partition, long next, long end) {
            super(partition, next);
            this.end = end;
            over = next >= end;
        }
    }

    private final long firstMicros;
    private final long lastMicros;
    private boolean retentionGap;
    private boolean moved;

    FrameCursor(
            LogConsumer consumer,
            RecordFilter filter,
            StreamName stream,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            long firstMicros,
            long lastMicros) {
        super(consumer, filter, stream);
        this.firstMicros = firstMicros;
        this.lastMicros = lastMicros;
        Map<TopicPartition, Long> open = new HashMap<>();
        starts.forEach((partition, start) -> {
            Buffer buffer = new Buffer(partition, start, ends.getOrDefault(partition, start));
            buffers.put(partition, buffer);
            if (!buffer.over) {
                open.put(partition, start);
            }
        });
        consumer.assignAt(open);
    }

    @Override
    boolean isBefore(long micros, long otherMicros) {
        return micros < otherMicros;
    }

    @Override
    long position(Buffer buffer) {
        StoredFrame first = buffer.frames.peek();
        return first == null ? buffer.next : first.position().offset();
    }

    @Override
    public boolean takeRetentionGap() {
        boolean was = retentionGap;
        retentionGap = false;
        return was;
    }

    @Override
    public void fetch() {
        long start = System.nanoTime();
        Duration limit = Collections.max(List.of(SILENCE_LIMIT, consumer.answerLimit()));
        moved = false;
        while (!moved) {
            throttle();
            try {
                consumer.poll(POLL).forEach(this::take);
            } catch (OffsetOutOfRangeException e) {
                skipRemoved(e.offsetOutOfRangePartitions().keySet());
            }
            follow();
            if (!moved && System.nanoTime() - start >= limit.toNanos()) {
                throw new TimeoutException("Kafka sent nothing for " + limit.toSeconds() + " s");
            }
        }
    }

    /** Partitions that are far ahead wait for the others. */
    private void throttle() {
        for (Buffer buffer : buffers.values()) {
            if (!buffer.over && buffers.size() > 1) {
                if (buffer.frames.size() >= MAX_WAITING) {
                    consumer.pause(buffer.partition);
                } else {
                    consumer.resume(buffer.partition);
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], ByteBuffer> record) {
        count(record);
        Buffer buffer = buffers.get(new TopicPartition(record.topic(), record.partition()));
        if (buffer == null || buffer.over || record.offset() >= buffer.end) {
            return;
        }
        Frame frame = frame(record);
        if (frame == null || frame.capturedMicros() < firstMicros) {
            return;
        }
        if (frame.capturedMicros() > lastMicros) {
            if (++buffer.passed == PASSED) {
                buffer.next = record.offset();
                close(buffer);
            }
        } else {
            buffer.passed = 0;
            buffer.frames.add(StoredFrame.of(frame, record));
        }
    }

    private void follow() {
        for (Buffer buffer : buffers.values()) {
            if (!buffer.over) {
                // Records that Kafka sent from beyond the end were not taken.
                long position = Math.min(buffer.end, consumer.position(buffer.partition));
                moved |= position != buffer.next;
                buffer.next = position;
                if (position >= buffer.end) {
                    close(buffer);
                }
            }
        }
    }

    private void close(Buffer buffer) {
        buffer.over = true;
        moved = true;
        consumer.pause(buffer.partition);
    }

    private void skipRemoved(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginOffsets(partitions);
        for (TopicPartition partition : partitions) {
            Buffer buffer = buffers.get(partition);
            if (buffer != null) {
                long begin = begins.getOrDefault(partition, buffer.end);
                if (begin > buffer.next) {
                    retentionGap = true;
                    moved = true;
                    consumer.seek(partition, begin);
                    buffer.next = begin;
                } else { // the topic was deleted and created again, and is shorter now
                    close(buffer);
                }
            }
        }
    }
}
