package io.framelog.viewer.history;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a stream's frames in the order of their capture. Memory holds what Kafka sends at a time, and no more. Where
 * retention removes what is next, it goes on with what is left ({@link #takeJump()}). Of the thread that has the
 * {@link HistoryReader}, and of no use when another cursor was made by that one.
 */
public final class FrameCursor implements PastCursor {
    private static final Duration POLL = Duration.ofMillis(100);
    /** How long Kafka may take to send something. */
    private static final Duration SILENCE_LIMIT = Duration.ofSeconds(5);
    /** Frames of one partition that may wait for older ones of another. */
    private static final int MAX_WAITING = 64;

    /** What is read of a partition and not gone through. */
    private static final class PartitionBuffer {
        private final TopicPartition partition;
        private final long end;
        private final Deque<StoredFrame> waiting = new ArrayDeque<>();
        private long next;
        private boolean over;

        PartitionBuffer(TopicPartition partition, long next, long end) {
            this.partition = partition;
            this.next = next;
            this.end = end;
            this.over = next >= end;
        }

        long position() {
            StoredFrame first = waiting.peek();
            return first == null ? next : first.position().offset();
        }
    }

    private final Consumer<byte[], ByteBuffer> consumer;
    private final RecordFilter filter;
    private final StreamName stream;
    private final long firstMicros;
    private final long lastMicros;
    private final Map<TopicPartition, PartitionBuffer> lanes = new HashMap<>();
    private long bytesRead;
    private boolean jumped;
    private boolean moved;

    FrameCursor(
            Consumer<byte[], ByteBuffer> consumer,
            RecordFilter filter,
            StreamName stream,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends,
            long firstMicros,
            long lastMicros) {
        this.consumer = consumer;
        this.filter = filter;
        this.stream = stream;
        this.firstMicros = firstMicros;
        this.lastMicros = lastMicros;
        starts.forEach((partition, start) ->
                lanes.put(partition, new PartitionBuffer(partition, start, ends.getOrDefault(partition, start))));
        List<TopicPartition> open = new ArrayList<>();
        lanes.values().stream().filter(lane -> !lane.over).forEach(lane -> open.add(lane.partition));
        consumer.assign(Set.of()); // forgets what an earlier cursor paused
        consumer.assign(open);
        open.forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
    }

    @Override
    public @Nullable StoredFrame next() {
        while (!isReady()) {
            fetch();
        }
        PartitionBuffer lane = earliest();
        return lane == null ? null : lane.waiting.poll();
    }

    @Override
    public boolean isReady() {
        return lanes.values().stream().allMatch(lane -> lane.over || !lane.waiting.isEmpty());
    }

    @Override
    public boolean isOver() {
        return lanes.values().stream().allMatch(lane -> lane.over && lane.waiting.isEmpty());
    }

    @Override
    public Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        lanes.values().forEach(lane -> positions.put(lane.partition.partition(), lane.position()));
        return positions;
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public boolean takeJump() {
        boolean was = jumped;
        jumped = false;
        return was;
    }

    private @Nullable PartitionBuffer earliest() {
        PartitionBuffer earliest = null;
        for (PartitionBuffer lane : lanes.values()) {
            if (!lane.waiting.isEmpty() && (earliest == null || captured(lane) < captured(earliest))) {
                earliest = lane;
            }
        }
        return earliest;
    }

    private static long captured(PartitionBuffer lane) {
        StoredFrame first = lane.waiting.peek();
        return first == null ? Long.MAX_VALUE : first.frame().capturedMicros();
    }

    @Override
    public void fetch() {
        long deadline = System.nanoTime() + SILENCE_LIMIT.toNanos();
        moved = false;
        while (!moved) {
            throttle();
            try {
                for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(POLL)) {
                    take(record);
                }
            } catch (RecordDeserializationException e) {
                consumer.seek(e.topicPartition(), e.offset() + 1);
            } catch (OffsetOutOfRangeException e) {
                jump(e.offsetOutOfRangePartitions().keySet());
            }
            follow();
            if (!moved && System.nanoTime() - deadline >= 0) {
                throw new TimeoutException("Kafka sent nothing for " + SILENCE_LIMIT.toSeconds() + " s");
            }
        }
    }

    /** Partitions that are far ahead wait for the others. */
    private void throttle() {
        for (PartitionBuffer lane : lanes.values()) {
            if (!lane.over && lanes.size() > 1) {
                if (lane.waiting.size() >= MAX_WAITING) {
                    consumer.pause(Set.of(lane.partition));
                } else {
                    consumer.resume(Set.of(lane.partition));
                }
            }
        }
    }

    private void take(ConsumerRecord<byte[], ByteBuffer> record) {
        PartitionBuffer lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
        ByteBuffer value = record.value();
        bytesRead += value == null ? 0 : value.remaining();
        if (lane == null || lane.over || record.offset() >= lane.end) {
            return;
        }
        Frame frame = filter.read(record);
        if (frame == null || !frame.stream().equals(stream) || frame.capturedMicros() < firstMicros) {
            return;
        }
        if (frame.capturedMicros() > lastMicros) {
            lane.next = record.offset();
            close(lane);
        } else {
            lane.waiting.add(StoredFrame.of(frame, record));
        }
    }

    private void follow() {
        for (PartitionBuffer lane : lanes.values()) {
            if (!lane.over) {
                // What Kafka sent beyond the end was not taken.
                long position = Math.min(lane.end, consumer.position(lane.partition, HistoryReader.ANSWER_LIMIT));
                moved |= position != lane.next;
                lane.next = position;
                if (position >= lane.end) {
                    close(lane);
                }
            }
        }
    }

    private void close(PartitionBuffer lane) {
        lane.over = true;
        moved = true;
        consumer.pause(Set.of(lane.partition));
    }

    private void jump(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, HistoryReader.ANSWER_LIMIT);
        for (TopicPartition partition : partitions) {
            PartitionBuffer lane = lanes.get(partition);
            if (lane != null) {
                long begin = begins.getOrDefault(partition, lane.end);
                if (begin > lane.next) {
                    jumped = true;
                    moved = true;
                    consumer.seek(partition, begin);
                    lane.next = begin;
                } else { // the log was made anew and is shorter now
                    close(lane);
                }
            }
        }
    }
}
