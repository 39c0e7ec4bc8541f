package io.framelog.viewer.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogConsumerTest {
    private static final TopicPartition OLD = new TopicPartition("video-stream", 0);
    private static final TopicPartition NEW = new TopicPartition("video-stream", 1);
    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** A log of ten records per partition. Only one partition has records at the requested time. */
    private static final class Log extends MockConsumer<byte[], ByteBuffer> {
        Log() {
            super("earliest");
            updateBeginningOffsets(Map.of(OLD, 0L, NEW, 0L));
            updateEndOffsets(Map.of(OLD, 10L, NEW, 10L));
        }

        void fill(TopicPartition partition) {
            for (int offset = 0; offset < 10; offset++) {
                addRecord(new ConsumerRecord<>(
                        partition.topic(), partition.partition(), offset, new byte[0], ByteBuffer.allocate(1)));
            }
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) ->
                    found.put(partition, partition.equals(NEW) ? new OffsetAndTimestamp(4, time) : null));
            return found;
        }
    }

    private final Log log = new Log();
    private final LogConsumer consumer = new LogConsumer(log);

    @Test
    void partitionsWithoutARecordOfATimeGiveTheirEnd() {
        assertEquals(
                Set.of(NEW), consumer.firstRecordsAt(Set.of(OLD, NEW), 1000).keySet());
        assertEquals(Map.of(OLD, 10L, NEW, 4L), consumer.offsetsAt(Set.of(OLD, NEW), 1000));
    }

    @Test
    void aRecordThatComesBetweenTwoRequestsIsNotPassedOver() {
        MockConsumer<byte[], ByteBuffer> growing = new MockConsumer<>("earliest") {
            private long end = 10;

            @Override
            public synchronized Map<TopicPartition, Long> endOffsets(
                    Collection<TopicPartition> partitions, Duration limit) {
                return Map.of(OLD, end++);
            }

            @Override
            public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times, Duration limit) {
                Map<TopicPartition, @Nullable OffsetAndTimestamp> found = new HashMap<>();
                found.put(OLD, end > 10 ? new OffsetAndTimestamp(10, 1000) : null);
                end++;
                return found;
            }
        };
        assertEquals(Map.of(OLD, 10L), new LogConsumer(growing).offsetsAt(Set.of(OLD), 1000));
    }

    @Test
    void readsARangeAndThenNothingMore() {
        List<Long> offsets = new ArrayList<>();
        log.schedulePollTask(() -> log.fill(OLD));

        Map<TopicPartition, Long> reached =
                consumer.read(Map.of(OLD, new OffsetRange(3, 10)), LIMIT, record -> offsets.add(record.offset()));

        assertEquals(List.of(3L, 4L, 5L, 6L, 7L, 8L, 9L), offsets);
        assertEquals(Map.of(OLD, 10L), reached);
        assertEquals(Set.of(), consumer.assignment());
    }

    @Test
    void givesUpARangeWhoseEndNeverComes() {
        Map<TopicPartition, Long> reached =
                consumer.read(Map.of(OLD, new OffsetRange(3, 10)), Duration.ofMillis(1), record -> {});

        assertEquals(Map.of(OLD, 3L), reached);
        assertEquals(Set.of(), consumer.assignment());
    }

    @Test
    void skipsARecordThatCannotBeDeserialized() {
        List<String> skipped = new ArrayList<>();
        consumer.assignAt(Map.of(OLD, 5L));
        log.setPollException(new RecordDeserializationException(
                DeserializationExceptionOrigin.VALUE,
                OLD,
                5,
                0,
                TimestampType.CREATE_TIME,
                ByteBuffer.allocate(0),
                ByteBuffer.allocate(0),
                new RecordHeaders(),
                "no bytes",
                new IllegalArgumentException()));

        assertTrue(consumer.poll(Duration.ZERO, () -> skipped.add("one")).isEmpty());

        assertEquals(List.of("one"), skipped);
        assertEquals(OptionalLong.of(6), consumer.knownPosition(OLD));
    }
}
