package io.framelog.viewer.discovery;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.receiving.WatchPlan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the catalog up to date, also of streams that nobody watches: every second it asks Kafka where the partitions
 * end, and reads the publishers' statuses and a few of the newest records of each partition that grew. In between it
 * serves requests for newest frames.
 */
public final class StreamDiscovery implements ConsumerThread.Work {
    /** How often it scans the partitions. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How long one reading of records may take. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(3);
    /** The same for what the first scan left out: requests for newest frames wait meanwhile. */
    private static final Duration LOOK_BACK_LIMIT = Duration.ofSeconds(1);
    /** How many of a partition's newest records the first scan reads. */
    private static final int FIRST_TAIL = 16;
    /** The most that later scans read, if the publishers of all the partition's streams report their status. */
    private static final int MAX_TAIL = 16;
    /**
     * The most that later scans read otherwise, so that a slow stream among a fast one's frames is seen, and what is no
     * frame is counted: a second of four cameras.
     */
    private static final int MAX_SHARED_TAIL = 128;
    /** A partition may get so many times its usual frames, since they come unevenly, ... */
    private static final double EXPLAINED = 1.5;
    /** ... and so many more. Otherwise, another producer writes to it, perhaps to many streams. */
    private static final int UNEXPLAINED = 8;
    /** The most that a scan reads then. */
    private static final int MAX_UNEXPLAINED_TAIL = 512;
    /** How many single frames one scan reads because publishers reported them; the others' turn comes later. */
    private static final int MAX_REPORTED = 16;

    /** A frame that a publisher reported, and the scan that read it. */
    private record ReportedRead(Position position, long scan) {
        private static final ReportedRead NEVER = new ReportedRead(new Position(-1, -1), -1);
    }

    private static final Logger LOG = LoggerFactory.getLogger(StreamDiscovery.class);

    private final String topic;
    private final StatusTopic statusTopic;
    private final Catalog catalog;
    private final WatchPlan plan;
    private final RecordFilter filter;
    private final NewestFrames newestFrames;
    private final FirstPicture firstPicture;
    private final KafkaHealth health;
    private final Runnable onPartitions;
    private final PastSurvey past;
    /** Up to where each partition was scanned: of Kafka's log, whichever consumer read it. */
    private final Map<TopicPartition, Long> known = new HashMap<>();
    /** Partitions that the present scan reads for the first time. */
    private final Set<TopicPartition> firstScans = new HashSet<>();

    private final Map<StreamName, ReportedRead> reportedReads = new HashMap<>();
    /** By partition, the ends that the present scan found. */
    private Map<TopicPartition, Long> frameEnds = Map.of();

    /** What the first scan of a partition left out, and the next one reads. */
    private final Map<TopicPartition, OffsetRange> lookBack = new HashMap<>();

    private long scans;
    private boolean readingOldStatuses;
    private long nextScan = System.nanoTime();

    /** @param onPartitions runs when the topic's partitions have changed */
    public StreamDiscovery(
            String topic,
            Catalog catalog,
            WatchPlan plan,
            RecordFilter filter,
            NewestFrames newestFrames,
            FirstPicture firstPicture,
            KafkaHealth health,
            Runnable onPartitions) {
        this.topic = topic;
        this.statusTopic = StatusTopic.of(topic);
        this.catalog = catalog;
        this.plan = plan;
        this.filter = filter;
        this.newestFrames = newestFrames;
        this.firstPicture = firstPicture;
        this.health = health;
        this.onPartitions = onPartitions;
        past = new PastSurvey(catalog);
    }

    @Override
    public Duration step(LogConsumer consumer) {
        if (System.nanoTime() - nextScan >= 0) {
            nextScan = System.nanoTime() + INTERVAL.toNanos();
            scans++;
            scan(consumer);
        }
        newestFrames.serve(consumer);
        if (past.step(consumer, frameEnds)) {
            return Duration.ZERO;
        }
        return Duration.ofNanos(Math.max(0, nextScan - System.nanoTime()));
    }

    private void scan(LogConsumer consumer) {
        Set<TopicPartition> frames = consumer.partitions(topic);
        Set<TopicPartition> statuses = consumer.partitions(statusTopic.name());
        Set<TopicPartition> all = new HashSet<>(frames);
        all.addAll(statuses);
        Map<TopicPartition, Long> ends = consumer.endOffsets(all);
        Set<Integer> numbers = frames.stream().map(TopicPartition::partition).collect(Collectors.toSet());
        catalog.setExisting(numbers);
        if (plan.setExisting(numbers)) {
            onPartitions.run();
        }
        frameEnds = frames.stream()
                .collect(Collectors.toMap(Function.identity(), partition -> ends.getOrDefault(partition, 0L)));
        forgetReplaced(ends);
        firstScans.clear();
        firstScans.addAll(ends.keySet());
        firstScans.removeAll(known.keySet());
        Map<TopicPartition, OffsetRange> older = new HashMap<>(lookBack);
        lookBack.clear();
        Map<TopicPartition, OffsetRange> ranges = newRanges(ends);
        readingOldStatuses = !known.keySet().containsAll(statuses);
        // Kafka may tell where a log ends, and yet refuse to let this user read it.
        Map<TopicPartition, Long> read = consumer.read(ranges, READ_LIMIT, this::note);
        known.putAll(ends);
        known.putAll(read);
        if (frames.isEmpty()) {
            health.noTopic();
        } else {
            health.ready();
        }
        readReported(consumer, ends);
        older.keySet().retainAll(frames);
        consumer.read(older, LOOK_BACK_LIMIT, record -> note(record, false));
    }

    /**
     * Reads the frames that publishers reported and the tails did not hold, for their age and size. At most one of each
     * partition, so that one read is enough; streams that have waited longest come first.
     */
    private void readReported(LogConsumer consumer, Map<TopicPartition, Long> ends) {
        Map<StreamName, Position> unseen = catalog.unseenReported();
        reportedReads.keySet().retainAll(unseen.keySet());
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        unseen.entrySet().stream()
                .filter(reported ->
                        !reported.getValue().equals(lastRead(reported.getKey()).position()))
                .filter(reported ->
                        reported.getValue().offset() < ends.getOrDefault(partition(reported.getValue()), 0L))
                .sorted(Comparator.comparingLong(
                        reported -> lastRead(reported.getKey()).scan()))
                .forEach(reported -> {
                    Position position = reported.getValue();
                    OffsetRange frame = new OffsetRange(position.offset(), position.offset() + 1);
                    if (ranges.size() < MAX_REPORTED && ranges.putIfAbsent(partition(position), frame) == null) {
                        // Only once: it may have left the log.
                        reportedReads.put(reported.getKey(), new ReportedRead(position, scans));
                    }
                });
        consumer.read(ranges, READ_LIMIT, record -> note(record, false));
    }

    private ReportedRead lastRead(StreamName stream) {
        return reportedReads.getOrDefault(stream, ReportedRead.NEVER);
    }

    private TopicPartition partition(Position position) {
        return new TopicPartition(topic, position.partition());
    }

    /** A log that has become shorter is a new one: its topic was deleted, and perhaps created again. */
    private void forgetReplaced(Map<TopicPartition, Long> ends) {
        Set<String> replaced = known.entrySet().stream()
                .filter(entry -> ends.getOrDefault(entry.getKey(), -1L) < entry.getValue())
                .map(entry -> entry.getKey().topic())
                .collect(Collectors.toSet());
        known.keySet().removeIf(partition -> replaced.contains(partition.topic()));
        if (replaced.contains(topic)) {
            catalog.forgetFrames();
            filter.foreign().forget();
            past.restart();
        }
        if (replaced.contains(statusTopic.name())) {
            catalog.forgetStatuses();
        }
    }

    private Map<TopicPartition, OffsetRange> newRanges(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetRange> ranges = new HashMap<>();
        ends.forEach((partition, end) -> {
            long from = partition.topic().equals(topic) ? tailStart(partition, end) : known.getOrDefault(partition, 0L);
            if (from < end) {
                ranges.put(partition, new OffsetRange(from, end));
            }
        });
        return ranges;
    }

    private long tailStart(TopicPartition partition, long end) {
        Long before = known.get(partition);
        if (before == null) {
            lookBack.put(partition, new OffsetRange(Math.max(0, end - MAX_SHARED_TAIL), Math.max(0, end - FIRST_TAIL)));
            return Math.max(0, end - FIRST_TAIL);
        }
        if (before == end || plan.isReceived(partition.partition(), before)) {
            return end;
        }
        double usual = catalog.framesPerSecondIn(partition.partition());
        catalog.countArrivals(partition.partition(), end - before);
        int streams = catalog.streamsIn(partition.partition()).size();
        boolean mixed = streams > 1 && catalog.hasStreamWithoutStatus(partition.partition());
        if (end - before > EXPLAINED * usual + UNEXPLAINED) {
            return Math.max(before, end - MAX_UNEXPLAINED_TAIL);
        }
        int tail = mixed || streams == 0 || filter.foreign().isIn(partition.partition())
                ? MAX_SHARED_TAIL
                : Math.min(MAX_TAIL, 2 * Math.max(1, streams));
        return Math.max(before, end - tail);
    }

    private void note(ConsumerRecord<byte[], ByteBuffer> record) {
        note(record, !firstScans.contains(new TopicPartition(record.topic(), record.partition())));
    }

    /** Whatever a record contains, those behind it must be read. */
    private void note(ConsumerRecord<byte[], ByteBuffer> record, boolean arrivedNow) {
        try {
            noteContent(record, arrivedNow);
        } catch (KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("skipped {}-{}@{}: {}", record.topic(), record.partition(), record.offset(), e.toString());
        }
    }

    private void noteContent(ConsumerRecord<byte[], ByteBuffer> record, boolean arrivedNow) {
        if (record.topic().equals(topic)) {
            Frame frame = filter.read(record);
            if (frame != null) {
                catalog.observe(ObservedFrame.of(frame, record), arrivedNow);
                // If it is watched, the receiver has not begun yet, or began behind this frame.
                firstPicture.show(frame.stream());
            }
        } else if (record.key() != null) {
            StreamName.ofKey(record.key()).ifPresent(stream -> noteStatus(stream, record.value(), record.headers()));
        }
    }

    private void noteStatus(StreamName stream, @Nullable ByteBuffer value, Headers headers) {
        if (value == null) {
            forget(stream, StatusTopic.forgotten(headers));
            return;
        }
        if (value.remaining() > StatusTopic.MAX_BYTES) {
            LOG.debug("the status of {} has {} bytes, skipping", stream, value.remaining());
            return;
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        statusTopic.read(json).ifPresent(status -> catalog.updateStatus(stream, status, readingOldStatuses));
    }

    /** A tombstone of another program does not tell which frames are old: then those are that exist now. */
    private void forget(StreamName stream, Map<Integer, Long> told) {
        Map<Integer, Long> ends = frameEnds.entrySet().stream()
                .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
        Map<Integer, Long> before = new HashMap<>(told.isEmpty() ? ends : told);
        if (readingOldStatuses) { // a partition that is shorter now is one of a new topic
            before.entrySet().removeIf(offset -> offset.getValue() > ends.getOrDefault(offset.getKey(), 0L));
        }
        catalog.forget(stream, before);
    }
}
