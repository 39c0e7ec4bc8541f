package io.framelog.viewer.motion;

import io.framelog.event.EventTopic;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the topic of events, from what may still go on. Only for its thread. */
final class MotionReader implements ConsumerThread.Work {
    /** Larger events are skipped. */
    private static final int MAX_EVENT_BYTES = 64 * 1024;

    private static final Duration POLL = Duration.ofSeconds(1);
    /** How often it looks whether the topic has other partitions, or is another one. */
    private static final Duration REFRESH = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(MotionReader.class);

    private final EventTopic topic;
    private final MotionBoard board;
    private final Map<TopicPartition, Long> next = new HashMap<>();
    private long nextRefresh = System.nanoTime();

    MotionReader(EventTopic topic, MotionBoard board) {
        this.topic = topic;
        this.board = board;
    }

    @Override
    public void connected() {
        next.clear();
        nextRefresh = System.nanoTime();
    }

    @Override
    public Duration step(LogConsumer consumer) {
        if (System.nanoTime() - nextRefresh >= 0) {
            refresh(consumer);
            nextRefresh = System.nanoTime() + REFRESH.toNanos();
        }
        if (next.isEmpty()) {
            return REFRESH;
        }
        for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(POLL)) {
            next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            note(record);
        }
        return Duration.ZERO;
    }

    private void refresh(LogConsumer consumer) {
        Set<TopicPartition> present = consumer.partitions(topic.name(), LogConsumer.ANSWER_LIMIT);
        Map<TopicPartition, Long> ends = consumer.endOffsets(present);
        boolean replaced =
                next.entrySet().stream().anyMatch(known -> ends.getOrDefault(known.getKey(), -1L) < known.getValue());
        if (replaced) {
            board.clear();
            next.clear();
        }
        if (!next.keySet().equals(present)) {
            long oldest = Instant.now().minus(MotionBoard.LONGEST).toEpochMilli();
            consumer.offsetsAt(present, oldest).forEach(next::putIfAbsent);
            consumer.assignAt(next);
        }
    }

    /** Whatever a record contains, those behind it must be read. */
    private void note(ConsumerRecord<byte[], ByteBuffer> record) {
        ByteBuffer value = record.value();
        if (value == null || value.remaining() > MAX_EVENT_BYTES) {
            return;
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        try {
            topic.read(record.key(), json, Instant.ofEpochMilli(record.timestamp()))
                    .ifPresent(board::note);
        } catch (RuntimeException e) {
            LOG.debug("cannot read an event: {}-{}@{}", record.topic(), record.partition(), record.offset(), e);
        }
    }
}
