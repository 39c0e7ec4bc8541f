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

    /** How many records a sample has at least, if they are small. */
    private static final int SAMPLE_RECORDS = 64;
    /** How many records it has at least while their length is not known. */
    private static final int FIRST_RECORDS = 16;
    /** How many bytes a sample should have at most. */
    private static final int SAMPLE_BYTES = 1024 * 1024;
    /** What a record takes in Kafka's answer beside its value, about. */
    private static final int RECORD_OVERHEAD = 100;

    private static final long MICROS_PER_MILLI = 1000;

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
    private long recordsRead;
    private long bytesRead;

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
     * Samples the records from an offset on: {@link #sampleRecords()}, and what else comes in the same answers.
     *
     * @param to the offset behind the last that counts
     */
    public RecordSample sample(StreamName stream, int partition, long from, long to) {
        long least = Math.min(from + sampleRecords(), Math.max(to, from + 1));
        return read(stream, partition, new OffsetRange(from, least), to, READ_LIMIT);
    }

    /**
     * Reads all records of a range.
     *
     * @param limit gives up after this time; then the sample ends before the range does
     */
    public RecordSample readAll(StreamName stream, int partition, OffsetRange range, Duration limit) {
        return read(stream, partition, range, range.to(), limit);
    }

    private RecordSample read(StreamName stream, int partition, OffsetRange range, long to, Duration limit) {
        RecordSample.Builder sample = new RecordSample.Builder(range.from());
        read(Map.of(partition(partition), range), limit, record -> add(sample, stream, record, to))
                .values()
                .forEach(reached -> sample.end(Math.min(reached, to)));
        return sample.build();
    }

    private void add(
            RecordSample.Builder sample, StreamName stream, ConsumerRecord<byte[], ByteBuffer> record, long to) {
        recordsRead++;
        bytesRead += RECORD_OVERHEAD + Math.max(0, record.serializedValueSize());
        Frame frame = filter.read(record);
        boolean own = frame != null && frame.stream().equals(stream);
        if (own) {
            sample.addStamp(record.timestamp());
        }
        if (record.offset() < to) {
            sample.countRecord();
            if (frame != null && own) {
                sample.countFrame(frame.image().remaining(), Math.floorDiv(frame.capturedMicros(), MICROS_PER_MILLI));
            }
        }
    }

    /** How many records a sample has at least: enough for some rounds of many streams, but not too many bytes. */
    public int sampleRecords() {
        return recordsRead == 0
                ? FIRST_RECORDS
                : (int) Math.max(1, Math.min(SAMPLE_RECORDS, SAMPLE_BYTES / Math.max(1, meanBytes())));
    }

    /** The mean length of the records that were read so far, in bytes; 0 if none was. */
    public long meanBytes() {
        return recordsRead == 0 ? 0 : bytesRead / recordsRead;
    }

    /** How many bytes were read of samples and ranges so far. */
    public long bytesRead() {
        return bytesRead;
    }

    /**
     * A stream's events in a span of time, in milliseconds since the epoch, by their time, without their pictures. Of a
     * span with very many events of all streams, only the last are read.
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
                        .map(event -> event.without("picture"))
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
        return times(partition, new OffsetRange(offset, offset + 1)).stream().findFirst();
    }

    /** The own times of a range's records, in milliseconds since the epoch; of some more if they came along. */
    public List<Long> times(int partition, OffsetRange range) {
        List<Long> times = new ArrayList<>();
        read(Map.of(partition(partition), range), READ_LIMIT, record -> times.add(record.timestamp()));
        return times;
    }

    /**
     * When a partition begins, in milliseconds since the epoch; empty if it has no records. If the first record's time
     * is later than those of most that follow, it is wrong, and the earliest of them counts.
     */
    public Optional<Long> beginMillis(int partition, OffsetRange records) {
        long to = Math.min(records.to(), records.from() + FIRST_RECORDS);
        if (records.from() >= to) {
            return Optional.empty();
        }
        List<Long> times = times(partition, new OffsetRange(records.from(), to)).stream()
                .limit(FIRST_RECORDS)
                .toList();
        List<Long> sorted = times.stream().sorted().toList();
        return times.stream()
                .findFirst()
                .map(first -> first > sorted.get((sorted.size() - 1) / 2) ? sorted.get(0) : first);
    }

    private Map<TopicPartition, Long> read(
            Map<TopicPartition, OffsetRange> ranges,
            Duration limit,
            Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        try {
            return consumer.read(ranges, limit, reader);
        } catch (OffsetOutOfRangeException e) {
            LOG.debug("retention was faster: {}", e.toString());
            return Map.of();
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
