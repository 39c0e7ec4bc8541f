package io.framelog.viewer.history;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogReader;
import io.framelog.viewer.kafka.LogReader.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a stream's frames from a place towards the log's beginning. Kafka reads forwards alone: so a stretch is read at
 * a time, as many records as come in one answer or two. Of the thread that has the {@link HistoryReader}.
 */
public final class BackwardCursor implements PastCursor {
    /** What a stretch's images should have together: more would be thrown away where the reader stops. */
    private static final int STRETCH_BYTES = 1024 * 1024;

    private static final int FIRST_RECORDS = 16;
    private static final int MAX_RECORDS = 4096;
    /** How often a stretch is read again that retention has removed meanwhile. */
    private static final int MAX_ATTEMPTS = 3;

    private static final Duration READ_LIMIT = Duration.ofSeconds(5);

    /** What is read of a partition and not gone through, the latest last. */
    private static final class PartitionBuffer {
        private final TopicPartition partition;
        private final Deque<StoredFrame> waiting = new ArrayDeque<>();
        private long next;
        private int records = FIRST_RECORDS;
        private boolean over;
        private int attempts;

        PartitionBuffer(TopicPartition partition, long next) {
            this.partition = partition;
            this.next = next;
        }

        long position() {
            StoredFrame last = waiting.peekLast();
            return last == null ? next : last.position().offset() + 1;
        }
    }

    private final Consumer<byte[], ByteBuffer> consumer;
    private final RecordFilter filter;
    private final StreamName stream;
    private final Map<TopicPartition, PartitionBuffer> lanes = new HashMap<>();
    private long stretchBytes;
    private long bytesRead;

    BackwardCursor(
            Consumer<byte[], ByteBuffer> consumer,
            RecordFilter filter,
            StreamName stream,
            Map<TopicPartition, Long> starts) {
        this.consumer = consumer;
        this.filter = filter;
        this.stream = stream;
        starts.forEach((partition, start) -> lanes.put(partition, new PartitionBuffer(partition, start)));
    }

    @Override
    public @Nullable StoredFrame next() {
        while (!isReady()) {
            fetch();
        }
        PartitionBuffer latest = null;
        for (PartitionBuffer lane : lanes.values()) {
            if (!lane.waiting.isEmpty() && (latest == null || captured(lane) > captured(latest))) {
                latest = lane;
            }
        }
        return latest == null ? null : latest.waiting.pollLast();
    }

    @Override
    public void fetch() {
        for (PartitionBuffer lane : lanes.values()) {
            if (lane.waiting.isEmpty() && !lane.over) {
                read(lane);
            }
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public boolean isOver() {
        return lanes.values().stream().allMatch(lane -> lane.over && lane.waiting.isEmpty());
    }

    @Override
    public boolean isReady() {
        return lanes.values().stream().allMatch(lane -> lane.over || !lane.waiting.isEmpty());
    }

    @Override
    public Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        lanes.values().forEach(lane -> positions.put(lane.partition.partition(), lane.position()));
        return positions;
    }

    private static long captured(PartitionBuffer lane) {
        StoredFrame last = lane.waiting.peekLast();
        return last == null ? Long.MIN_VALUE : last.frame().capturedMicros();
    }

    private void read(PartitionBuffer lane) {
        long begin = consumer.beginningOffsets(Set.of(lane.partition), HistoryReader.ANSWER_LIMIT)
                .getOrDefault(lane.partition, lane.next);
        // Of a topic that was made anew less may be there than before.
        long end = Math.min(
                lane.next,
                consumer.endOffsets(Set.of(lane.partition), HistoryReader.ANSWER_LIMIT)
                        .getOrDefault(lane.partition, lane.next));
        OffsetRange stretch = new OffsetRange(Math.max(begin, end - lane.records), end);
        if (stretch.from() >= stretch.to()) {
            lane.over = true;
            return;
        }
        stretchBytes = 0;
        try {
            consumer.assign(Set.of()); // forgets what an earlier cursor paused
            Map<TopicPartition, Long> reached = LogReader.read(
                    consumer, Map.of(lane.partition, stretch), READ_LIMIT, record -> take(lane, stretch, record));
            if (reached.getOrDefault(lane.partition, 0L) < stretch.to()) {
                throw new TimeoutException("Kafka did not send what was asked for in " + READ_LIMIT.toSeconds() + " s");
            }
        } catch (OffsetOutOfRangeException e) {
            lane.waiting.clear(); // retention was quicker: the next attempt begins later
            lane.over = ++lane.attempts >= MAX_ATTEMPTS;
            return;
        }
        lane.attempts = 0;
        lane.next = stretch.from();
        lane.over = stretch.from() == begin;
        lane.records = adapted(stretch.to() - stretch.from(), lane);
    }

    private int adapted(long read, PartitionBuffer lane) {
        if (lane.waiting.isEmpty()) {
            return Math.min(MAX_RECORDS, 2 * lane.records); // none of this stream's: they must be further away
        }
        long each = Math.max(1, stretchBytes / Math.max(1, read));
        return (int) Math.max(FIRST_RECORDS, Math.min(MAX_RECORDS, STRETCH_BYTES / each));
    }

    private void take(PartitionBuffer lane, OffsetRange stretch, ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        int length = value == null ? 0 : value.remaining();
        stretchBytes += length;
        bytesRead += length;
        Frame frame = record.offset() < stretch.to() ? filter.read(record) : null;
        if (frame != null && frame.stream().equals(stream)) {
            lane.waiting.add(StoredFrame.of(frame, record));
        }
    }
}
