package io.framelog.viewer.discovery;

import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Finds out which streams were in a partition in former times: a key changes its partition when partitions are added,
 * and producers do not agree where a key belongs. Looks once at places all over each partition, a few at a time. Not
 * thread-safe.
 */
final class PastSurvey {
    /** At how many places it looks in a partition of few. */
    private static final int PLACES = 64;
    /** At how many places it looks in all partitions together, but at {@link #LEAST_PLACES} in each. */
    private static final int MAX_PLACES = 1024;

    private static final int LEAST_PLACES = 4;
    /** How many partitions it reads at the same time: of each, as many records as come in one answer (64 KiB). */
    private static final int PARTITIONS = 16;
    /** How long one call works, so that others can use the consumer. */
    private static final Duration SLICE = Duration.ofMillis(150);
    /** How long one reading may take. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(1);

    /** A partition that is being looked at: its records and how many places are done. */
    private record Task(OffsetRange records, int done) {
        boolean isDone(int places) {
            return done >= places || records.from() >= records.to();
        }

        OffsetRange next(int places) {
            long length = records.to() - records.from();
            long from = records.from() + length * done / places;
            return new OffsetRange(from, from + 1);
        }

        /** Goes to the next place that was not seen yet. */
        Task after(long reached, int places) {
            int next = done + 1;
            long length = Math.max(1, records.to() - records.from());
            while (next < places && records.from() + length * (next + 1) / places <= reached) {
                next++;
            }
            return new Task(records, reached >= records.to() ? places : next);
        }
    }

    private final Catalog catalog;
    private final FrameRecordReader reader = new FrameRecordReader();
    private final Map<TopicPartition, Task> tasks = new HashMap<>();
    private final Set<TopicPartition> surveyed = new HashSet<>();

    PastSurvey(Catalog catalog) {
        this.catalog = catalog;
    }

    /** Forgets everything: the topic was made anew. */
    void restart() {
        tasks.clear();
        surveyed.clear();
    }

    /**
     * Goes on for a short time.
     *
     * @param ends of the topic's partitions
     * @return whether there is more to do
     */
    boolean step(LogConsumer consumer, Map<TopicPartition, Long> ends) {
        begin(consumer, ends);
        int places = Math.max(LEAST_PLACES, Math.min(PLACES, MAX_PLACES / Math.max(1, ends.size())));
        finish(places);
        long start = System.nanoTime();
        while (!tasks.isEmpty() && System.nanoTime() - start < SLICE.toNanos()) {
            Map<TopicPartition, OffsetRange> ranges = tasks.entrySet().stream()
                    .limit(PARTITIONS)
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, task -> task.getValue().next(places)));
            Map<TopicPartition, Long> reached = consumer.read(ranges, READ_LIMIT, this::note);
            ranges.forEach((partition, range) -> tasks.computeIfPresent(
                    partition, (same, task) -> task.after(reached.getOrDefault(partition, range.to()), places)));
            finish(places);
        }
        if (tasks.isEmpty() && !ends.isEmpty()) {
            catalog.pastIsKnown();
        }
        return !tasks.isEmpty();
    }

    private void begin(LogConsumer consumer, Map<TopicPartition, Long> ends) {
        Set<TopicPartition> unknown = new HashSet<>(ends.keySet());
        unknown.removeAll(surveyed);
        unknown.removeAll(tasks.keySet());
        consumer.beginOffsets(unknown)
                .forEach((partition, begin) ->
                        tasks.put(partition, new Task(new OffsetRange(begin, ends.getOrDefault(partition, begin)), 0)));
        tasks.keySet().retainAll(ends.keySet());
    }

    private void finish(int places) {
        tasks.entrySet().removeIf(task -> {
            boolean done = task.getValue().isDone(places);
            if (done) {
                surveyed.add(task.getKey());
            }
            return done;
        });
    }

    private void note(ConsumerRecord<byte[], ByteBuffer> record) {
        try {
            catalog.observePast(ObservedFrame.of(reader.read(record), record));
        } catch (NoFrameException e) {
            return; // the scan of new records counts it; here it would count twice
        }
    }
}
