package io.framelog.viewer.discovery;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.LogReader;
import io.framelog.viewer.kafka.LogReader.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.receiving.WatchPlan;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Looks after all that nobody watches, so that the catalog is true: every second it asks Kafka where the logs end, reads what
 * publishers say, and a few of the newest records of each partition that moved. Between that it reads single frames for
 * whoever asks for a stream's newest.
 */
public final class StreamDiscovery implements ConsumerThread.Work {
    /** How often it looks around. */
    static final Duration INTERVAL = Duration.ofSeconds(1);
    /** How long Kafka may take to answer before it counts as away. */
    public static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);
    /** How long one look at the logs may take. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(3);
    /** How many of a partition's newest records are read at the first look. */
    private static final int FIRST_TAIL = 16;
    /** The same at most later on, where several streams share the partition and their publishers speak. */
    private static final int MAX_TAIL = 16;
    /**
     * The same where one of them does not: all that came is read, so that a slow stream among a fast one's frames is seen. A
     * second of four cameras.
     */
    private static final int MAX_SHARED_TAIL = 128;
    /** How many single frames that publishers spoke of are read in one look at most; the others' turn comes. */
    private static final int MAX_TOLD = 16;

    /** A frame that a publisher spoke of, and in which look it was read. */
    private record ToldRead(Position position, long look) {
        private static final ToldRead NEVER = new ToldRead(new Position(-1, -1), -1);
    }

    private final String topic;
    private final StatusTopic statusTopic;
    private final Catalog catalog;
    private final WatchPlan plan;
    private final RecordFilter filter;
    private final NewestFrames newestFrames;
    private final FirstPicture firstPicture;
    private final KafkaHealth health;
    private final Runnable onPartitions;
    private final Map<TopicPartition, Long> known = new HashMap<>();
    private final Set<TopicPartition> firstLooks = new HashSet<>();
    private final Map<StreamName, ToldRead> toldRead = new HashMap<>();
    private long looks;
    private boolean readingPast;
    private long nextLook = System.nanoTime();

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
    }

    @Override
    public void connected() {
        // What is known is of Kafka's log, not of the consumer: it holds on.
    }

    @Override
    public Duration step(Consumer<byte[], ByteBuffer> consumer) {
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + INTERVAL.toNanos();
            looks++;
            lookAround(consumer);
        }
        newestFrames.serve(consumer);
        return Duration.ofNanos(Math.max(0, nextLook - System.nanoTime()));
    }

    private void lookAround(Consumer<byte[], ByteBuffer> consumer) {
        Set<TopicPartition> frames = partitions(consumer, topic);
        Set<TopicPartition> statuses = partitions(consumer, statusTopic.name());
        Set<TopicPartition> all = new HashSet<>(frames);
        all.addAll(statuses);
        Map<TopicPartition, Long> ends = all.isEmpty() ? Map.of() : consumer.endOffsets(all, ANSWER_LIMIT);
        if (frames.isEmpty()) {
            health.noTopic();
        } else {
            health.ready();
        }
        if (plan.exist(frames.stream().map(TopicPartition::partition).collect(Collectors.toSet()))) {
            onPartitions.run();
        }
        forgetReplaced(ends);
        firstLooks.clear();
        firstLooks.addAll(ends.keySet());
        firstLooks.removeAll(known.keySet());
        Map<TopicPartition, OffsetRange> stretches = stretches(ends);
        readingPast = !known.keySet().containsAll(statuses);
        known.putAll(ends);
        known.putAll(LogReader.read(consumer, stretches, READ_LIMIT, this::note));
        readTold(consumer, ends);
    }

    /**
     * Sees the frames that publishers spoke of and the tails did not hold: their age and size are shown. One of a partition
     * in each look, so that it costs one read, and first those that were not looked at for the longest time.
     */
    private void readTold(Consumer<byte[], ByteBuffer> consumer, Map<TopicPartition, Long> ends) {
        Map<StreamName, Position> unseen = catalog.toldUnseen();
        toldRead.keySet().retainAll(unseen.keySet());
        Map<TopicPartition, OffsetRange> stretches = new HashMap<>();
        unseen.entrySet().stream()
                .filter(told -> !told.getValue().equals(lastRead(told.getKey()).position()))
                .filter(told -> told.getValue().offset() < ends.getOrDefault(partition(told.getValue()), 0L))
                .sorted(Comparator.comparingLong(told -> lastRead(told.getKey()).look()))
                .forEach(told -> {
                    long offset = told.getValue().offset();
                    if (stretches.size() < MAX_TOLD
                            && stretches.putIfAbsent(partition(told.getValue()), new OffsetRange(offset, offset + 1))
                                    == null) {
                        // Once: it may have left the log.
                        toldRead.put(told.getKey(), new ToldRead(told.getValue(), looks));
                    }
                });
        LogReader.read(consumer, stretches, READ_LIMIT, record -> note(record, false));
    }

    private ToldRead lastRead(StreamName stream) {
        return toldRead.getOrDefault(stream, ToldRead.NEVER);
    }

    private TopicPartition partition(Position position) {
        return new TopicPartition(topic, position.partition());
    }

    private static Set<TopicPartition> partitions(Consumer<byte[], ByteBuffer> consumer, String topic) {
        return consumer.partitionsFor(topic, ANSWER_LIMIT).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .collect(Collectors.toSet());
    }

    /** A log that ends before where it ended is another one: its topic was deleted, and perhaps made anew. */
    private void forgetReplaced(Map<TopicPartition, Long> ends) {
        Set<String> replaced = known.entrySet().stream()
                .filter(entry -> ends.getOrDefault(entry.getKey(), -1L) < entry.getValue())
                .map(entry -> entry.getKey().topic())
                .collect(Collectors.toSet());
        known.keySet().removeIf(partition -> replaced.contains(partition.topic()));
        if (replaced.contains(topic)) {
            catalog.logReplaced();
        }
        if (replaced.contains(statusTopic.name())) {
            catalog.statusReplaced();
        }
    }

    private Map<TopicPartition, OffsetRange> stretches(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, OffsetRange> stretches = new HashMap<>();
        ends.forEach((partition, end) -> {
            long from = partition.topic().equals(topic) ? tailStart(partition, end) : known.getOrDefault(partition, 0L);
            if (from < end) {
                stretches.put(partition, new OffsetRange(from, end));
            }
        });
        return stretches;
    }

    private long tailStart(TopicPartition partition, long end) {
        Long before = known.get(partition);
        if (before == null) {
            return Math.max(0, end - FIRST_TAIL);
        }
        if (before == end || plan.isReceived(partition.partition(), before)) {
            return end;
        }
        catalog.arrived(partition.partition(), end - before);
        int residents = catalog.residents(partition.partition()).size();
        int tail = residents > 1 && catalog.hasSilent(partition.partition())
                ? MAX_SHARED_TAIL
                : Math.min(MAX_TAIL, 2 * Math.max(1, residents));
        return Math.max(before, end - tail);
    }

    private void note(ConsumerRecord<byte[], ByteBuffer> record) {
        note(record, !firstLooks.contains(new TopicPartition(record.topic(), record.partition())));
    }

    private void note(ConsumerRecord<byte[], ByteBuffer> record, boolean arrivedNow) {
        if (record.topic().equals(topic)) {
            Frame frame = filter.read(record);
            if (frame != null) {
                catalog.seen(ObservedFrame.of(frame, record), arrivedNow);
                // Where it is watched: the receiver has not begun yet, or began behind this frame.
                firstPicture.show(frame.stream());
            }
        } else if (record.key() != null) {
            StreamName.ofKey(record.key()).ifPresent(stream -> noteStatus(stream, record.value()));
        }
    }

    private void noteStatus(StreamName stream, @Nullable ByteBuffer value) {
        if (value == null) {
            catalog.unsaid(stream);
            return;
        }
        byte[] json = new byte[value.remaining()];
        value.duplicate().get(json);
        statusTopic.read(json).ifPresent(status -> catalog.said(stream, status, readingPast));
    }
}
