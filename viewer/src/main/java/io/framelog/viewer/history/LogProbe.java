package io.framelog.viewer.history;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogReader;
import io.framelog.viewer.kafka.LogReader.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at single places of partitions: where a time is, and whose frames lie at an offset. Each look is one request to
 * Kafka. Of the thread that has the {@link HistoryReader}.
 */
public final class LogProbe {
    private static final Logger LOG = LoggerFactory.getLogger(LogProbe.class);

    /** Events that are read for one answer, those of other streams counted. */
    private static final int MAX_EVENTS = 5_000;
    /** How long that may take. */
    private static final Duration EVENTS_LIMIT = Duration.ofMillis(300);

    private static final Duration READ_LIMIT = Duration.ofSeconds(2);

    /**
     * Where a time is in a partition.
     *
     * @param offset of the first record of that time or later; the partition's end where there is none
     * @param millis that record's own time, since the epoch; {@link Long#MAX_VALUE} where there is none
     */
    public record TimeIndexEntry(long offset, long millis) {}

    private final Consumer<byte[], ByteBuffer> consumer;
    private final String topic;
    private final RecordFilter filter;

    LogProbe(Consumer<byte[], ByteBuffer> consumer, String topic, RecordFilter filter) {
        this.consumer = consumer;
        this.topic = topic;
        this.filter = filter;
    }

    /** Finds a time, in milliseconds since the epoch; empty where no record is so late. */
    public Optional<TimeIndexEntry> mark(int partition, long millis) {
        TopicPartition asked = new TopicPartition(topic, partition);
        OffsetAndTimestamp answer = consumer.offsetsForTimes(
                        Map.of(asked, Math.max(0, millis)), HistoryReader.ANSWER_LIMIT)
                .get(asked);
        return Optional.ofNullable(answer).map(found -> new TimeIndexEntry(found.offset(), found.timestamp()));
    }

    /**
     * Looks at the records from an offset on: as many as come in one answer.
     *
     * @param to the offset behind the last that counts
     */
    public Sample sample(StreamName stream, int partition, long from, long to) {
        Sample.Builder sample = new Sample.Builder(from);
        read(partition, from, record -> take(sample, stream, record, to));
        return sample.build();
    }

    private void take(Sample.Builder sample, StreamName stream, ConsumerRecord<byte[], ByteBuffer> record, long to) {
        boolean counts = record.offset() < to;
        if (counts) {
            sample.countRecord(record.offset());
        }
        Frame frame = filter.read(record);
        if (frame != null && frame.stream().equals(stream)) {
            sample.seeFrame(record.timestamp());
            if (counts) {
                sample.countFrame(frame.image().remaining());
            }
        }
    }

    /**
     * What happened to a stream in a span of time, in milliseconds since the epoch, in the order of the time. Of a span with a
     * great many events, those of all streams counted, the last are looked at.
     */
    public List<StreamEvent> events(StreamName stream, long from, long to) {
        EventTopic events = EventTopic.of(topic);
        Map<TopicPartition, OffsetRange> stretches = new HashMap<>();
        for (PartitionInfo info : consumer.partitionsFor(events.name(), HistoryReader.ANSWER_LIMIT)) {
            TopicPartition partition = new TopicPartition(info.topic(), info.partition());
            long end = at(partition, to);
            long begin = Math.max(at(partition, from), end - MAX_EVENTS);
            if (begin < end) {
                stretches.put(partition, new OffsetRange(begin, end));
            }
        }
        List<StreamEvent> found = new ArrayList<>();
        consumer.assign(Set.of()); // forgets what is paused
        try {
            LogReader.read(consumer, stretches, EVENTS_LIMIT, record -> {
                byte[] key = record.key();
                if (record.value() != null && (key == null || Arrays.equals(key, stream.toKey()))) {
                    byte[] json = new byte[record.value().remaining()];
                    record.value().duplicate().get(json);
                    events.read(key, json, Instant.ofEpochMilli(record.timestamp()))
                            .filter(event -> event.stream().equals(stream))
                            .filter(event -> event.time().toEpochMilli() >= from
                                    && event.time().toEpochMilli() < to)
                            .ifPresent(found::add);
                }
            });
        } catch (OffsetOutOfRangeException e) {
            LOG.debug("retention was quicker: {}", e.toString());
        }
        found.sort(Comparator.comparing(StreamEvent::time));
        return found;
    }

    private long at(TopicPartition partition, long millis) {
        OffsetAndTimestamp found = consumer.offsetsForTimes(
                        Map.of(partition, Math.max(0, millis)), HistoryReader.ANSWER_LIMIT)
                .get(partition);
        return found == null
                ? offset(consumer.endOffsets(Set.of(partition), HistoryReader.ANSWER_LIMIT))
                : found.offset();
    }

    /** When a record was written, by its own time, in milliseconds since the epoch; empty where it is not there any more. */
    public Optional<Long> time(int partition, long offset) {
        List<Long> times = new ArrayList<>();
        read(partition, offset, record -> times.add(record.timestamp()));
        return times.stream().findFirst();
    }

    private void read(
            int partition, long offset, java.util.function.Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        consumer.assign(Set.of()); // forgets what is paused
        OffsetRange one = new OffsetRange(offset, offset + 1);
        try {
            LogReader.read(consumer, Map.of(new TopicPartition(topic, partition), one), READ_LIMIT, reader);
        } catch (OffsetOutOfRangeException e) {
            LOG.debug("retention was quicker: {}", e.toString());
        }
    }

    /** Whether there is a record at a position. */
    public boolean exists(Position position) {
        TopicPartition partition = new TopicPartition(topic, position.partition());
        boolean known = consumer.partitionsFor(topic, HistoryReader.ANSWER_LIMIT).stream()
                .anyMatch(info -> info.partition() == position.partition());
        return known
                && position.offset() >= offset(consumer.beginningOffsets(Set.of(partition), HistoryReader.ANSWER_LIMIT))
                && position.offset() < offset(consumer.endOffsets(Set.of(partition), HistoryReader.ANSWER_LIMIT));
    }

    private static long offset(Map<TopicPartition, Long> ofOne) {
        return ofOne.values().stream().findFirst().orElse(0L);
    }
}
