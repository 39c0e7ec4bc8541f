package io.framelog.viewer.history;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
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
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at single places of the log: which record is the first of a time, and which streams have frames at an offset.
 * For the thread that has the {@link HistoryReader}.
 */
public final class LogSampler {
    private static final Logger LOG = LoggerFactory.getLogger(LogSampler.class);

    /** The most events that one call reads of a partition, including those of other streams. */
    private static final int MAX_EVENTS = 5_000;
    /** How long reading them may take. */
    private static final Duration EVENTS_LIMIT = Duration.ofMillis(300);

    private static final Duration READ_LIMIT = Duration.ofSeconds(2);

    /**
     * The first record of a partition at or after a time.
     *
     * @param offset of the record; the partition's end if there is none
     * @param millis the record's own time, since the epoch; {@link Long#MAX_VALUE} if there is none
     */
    public record TimeIndexEntry(long offset, long millis) {}

    private final LogConsumer consumer;
    private final String topic;
    private final RecordFilter filter;

    LogSampler(LogConsumer consumer, String topic, RecordFilter filter) {
        this.consumer = consumer;
        this.topic = topic;
        this.filter = filter;
    }

    /**
     * The first record at or after a time; empty if there is none.
     *
     * @param millis since the epoch
     */
    public Optional<TimeIndexEntry> firstRecordAt(int partition, long millis) {
        return consumer.firstRecordsAt(Set.of(partition(partition)), millis).values().stream()
                .map(found -> new TimeIndexEntry(found.offset(), found.timestamp()))
                .findFirst();
    }

    /**
     * Samples the records from an offset on: as many as come in one answer.
     *
     * @param to the offset behind the last that counts
     */
    public RecordSample sample(StreamName stream, int partition, long from, long to) {
        RecordSample.Builder sample = new RecordSample.Builder(from);
        read(partition, from, record -> add(sample, stream, record, to));
        return sample.build();
    }

    private void add(
            RecordSample.Builder sample, StreamName stream, ConsumerRecord<byte[], ByteBuffer> record, long to) {
        boolean counts = record.offset() < to;
        if (counts) {
            sample.countRecord(record.offset());
        }
        Frame frame = filter.read(record);
        if (frame != null && frame.stream().equals(stream)) {
            sample.addTime(record.timestamp());
            if (counts) {
                sample.countFrame(frame.image().remaining());
            }
        }
    }

    /**
     * A stream's events in a span of time, in milliseconds since the epoch, by their time. Of a span with very many
     * events of all streams, only the last are read.
     */
    public List<StreamEvent> events(StreamName stream, long from, long to) {
        EventTopic events = EventTopic.of(topic);
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        for (TopicPartition partition : consumer.partitions(events.name())) {
            long end = offsetAt(partition, to);
            long begin = Math.max(offsetAt(partition, from), end - MAX_EVENTS);
            if (begin < end) {
                ranges.put(partition, new OffsetRange(begin, end));
            }
        }
        List<StreamEvent> found = new ArrayList<>();
        read(ranges, EVENTS_LIMIT, record -> {
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
        found.sort(Comparator.comparing(StreamEvent::time));
        return found;
    }

    private long offsetAt(TopicPartition partition, long millis) {
        return offset(consumer.offsetsAt(Set.of(partition), millis));
    }

    /** A record's own time, in milliseconds since the epoch; empty if it is no longer in the log. */
    public Optional<Long> time(int partition, long offset) {
        List<Long> times = new ArrayList<>();
        read(partition, offset, record -> times.add(record.timestamp()));
        return times.stream().findFirst();
    }

    private void read(int partition, long offset, Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        read(Map.of(partition(partition), new OffsetRange(offset, offset + 1)), READ_LIMIT, reader);
    }

    private void read(
            Map<TopicPartition, OffsetRange> ranges,
            Duration limit,
            Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        try {
            consumer.read(ranges, limit, reader);
        } catch (OffsetOutOfRangeException e) {
            LOG.debug("retention was faster: {}", e.toString());
        }
    }

    /** Whether the log has a record at a position. */
    public boolean exists(Position position) {
        TopicPartition partition = partition(position.partition());
        return consumer.partitions(topic).contains(partition)
                && position.offset() >= offset(consumer.beginOffsets(Set.of(partition)))
                && position.offset() < offset(consumer.endOffsets(Set.of(partition)));
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    private static long offset(Map<TopicPartition, Long> ofOne) {
        return ofOne.values().stream().findFirst().orElse(0L);
    }
}
