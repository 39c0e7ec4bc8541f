package io.framelog.viewer.history;

import static io.framelog.viewer.history.HistoryReader.CLOCK_SKEW;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.kafka.StreamLocator;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Finds the offsets of moments in the partitions of a stream, by Kafka's time index. Not thread-safe. */
final class OffsetLookup {
    private final LogConsumer consumer;
    private final String topic;
    private final StreamLocator locator;
    private final RecordFilter filter;

    OffsetLookup(LogConsumer consumer, String topic, StreamLocator locator, RecordFilter filter) {
        this.consumer = consumer;
        this.topic = topic;
        this.locator = locator;
        this.filter = filter;
    }

    /** For each of a stream's partitions, the offset of the first record at or after a moment. */
    Map<TopicPartition, Long> starts(StreamName stream, Moment from) {
        if (from instanceof Exactly exactly) {
            return starts(stream, exactly.position());
        }
        Set<TopicPartition> partitions = partitions(stream);
        if (from instanceof At at) {
            return starts(stream, partitions, at);
        }
        return from instanceof Earliest ? begins(partitions) : ends(partitions);
    }

    private Map<TopicPartition, Long> starts(StreamName stream, Set<TopicPartition> partitions, At at) {
        // The ends first: more frames may come before the second answer.
        Map<TopicPartition, Long> starts = ends(partitions);
        Map<TopicPartition, OffsetAndTimestamp> firsts = consumer.firstRecordsAt(partitions, millis(at.micros()));
        TimeSearch search = new TimeSearch(consumer, filter, stream);
        boolean later = isSeenAt(stream, at.micros());
        starts.replaceAll((partition, end) -> {
            OffsetAndTimestamp first = firsts.get(partition);
            if (first != null) {
                return search.first(partition, new OffsetRange(first.offset(), end), at.micros());
            }
            return later ? search.anywhere(partition, end, at.micros()) : end;
        });
        return starts;
    }

    private Map<TopicPartition, Long> offsetsAt(Set<TopicPartition> partitions, long micros) {
        return consumer.offsetsAt(partitions, millis(micros));
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, TimeUnit.MILLISECONDS.toMicros(1));
    }

    /** Whether a frame of the stream is known that was captured then or later. */
    private boolean isSeenAt(StreamName stream, long micros) {
        return locator.latestMicros(stream).orElse(Long.MIN_VALUE) >= micros;
    }

    /**
     * Refuses a time in the future, unless the log has it: the clock of a stream may be ahead of this machine's.
     *
     * @throws FutureMomentException if it refuses
     */
    void requireKnown(StreamName stream, Moment moment) {
        Instant now = Instant.now();
        if (moment instanceof At at
                && at.instant().isAfter(now)
                && !isSeenAt(stream, at.micros())
                && consumer.firstRecordsAt(partitions(stream), millis(at.micros()))
                        .isEmpty()) {
            throw new FutureMomentException(at, now);
        }
    }

    /** The stream's other partitions start at the time of the frame at this position. */
    private Map<TopicPartition, Long> starts(StreamName stream, Position position) {
        TopicPartition named = partition(position.partition());
        if (!consumer.partitions(topic).contains(named)) {
            throw new NoSuchPositionException("there is no partition " + position.partition() + " in " + topic);
        }
        Set<TopicPartition> partitions = partitions(stream);
        Map<TopicPartition, Long> starts = new HashMap<>();
        if (partitions.size() > 1 && partitions.contains(named)) {
            Map<TopicPartition, Long> here = new HashMap<>(Map.of(named, position.offset()));
            Map<TopicPartition, Long> ends = ends(here.keySet());
            skipAbsence(stream, here, ends);
            FrameCursor cursor = new FrameCursor(consumer, filter, stream, here, ends, Long.MIN_VALUE, Long.MAX_VALUE);
            StoredFrame frame = cursor.next();
            if (frame != null) {
                starts.putAll(starts(stream, new At(frame.frame().capturedMicros())));
            }
        }
        long end = ends(Set.of(named)).getOrDefault(named, 0L);
        if (position.offset() >= end) {
            throw new NoSuchPositionException(position + " is not in the log yet: partition " + position.partition()
                    + " ends before offset " + end);
        }
        long begin = begins(Set.of(named)).getOrDefault(named, 0L);
        starts.put(named, Math.max(begin, position.offset()));
        return starts;
    }

    /** By partition, an offset that is greater than those of all the stream's frames up to a moment. */
    Map<TopicPartition, Long> ends(StreamName stream, Set<TopicPartition> partitions, Moment to) {
        Map<TopicPartition, Long> ends = ends(partitions);
        if (to instanceof At at) {
            long micros = at.micros() + TimeUnit.NANOSECONDS.toMicros(CLOCK_SKEW.toNanos());
            TimeSearch search = new TimeSearch(consumer, filter, stream);
            Map<TopicPartition, Long> behind = offsetsAt(partitions, micros);
            behind.replaceAll((partition, offset) ->
                    search.end(partition, new OffsetRange(offset, ends.getOrDefault(partition, offset)), at.micros()));
            return behind;
        }
        if (to instanceof Exactly exactly) {
            long behind = exactly.position().offset() + 1;
            ends.computeIfPresent(partition(exactly.position().partition()), (partition, end) -> Math.min(end, behind));
        }
        return ends;
    }

    /** Where a stream's frames since a time begin in the partitions that a reader does not know yet. */
    Map<TopicPartition, Long> furtherStarts(StreamName stream, Set<TopicPartition> known, long micros) {
        Set<TopicPartition> further = new HashSet<>(partitions(stream));
        further.removeAll(known);
        return further.isEmpty() ? Map.of() : offsetsAt(further, micros);
    }

    /** @throws NoSuchPositionException if a partition is not there: the topic was deleted and made with fewer */
    void requireExistence(Set<TopicPartition> wanted) {
        if (!consumer.partitions(topic).containsAll(wanted)) {
            throw new NoSuchPositionException("a partition of the stream is no longer in " + topic);
        }
    }

    /** The offset that each partition's next record will have; the caller's own map. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return new HashMap<>(consumer.endOffsets(partitions));
    }

    /** The offset of each partition's first record. */
    Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
        return consumer.beginOffsets(partitions);
    }

    /** The offset that a partition's next record will have; empty if there is no such partition. */
    Optional<Long> end(int number) {
        TopicPartition partition = partition(number);
        return consumer.partitions(topic).contains(partition)
                ? Optional.of(ends(Set.of(partition)).getOrDefault(partition, 0L))
                : Optional.empty();
    }

    /**
     * Moves a start that is behind a stream's last frame towards the end: only records of the last few seconds may be
     * frames of a new run that is not known yet.
     */
    void skipAbsence(StreamName stream, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        Optional<Position> last = locator.lastPosition(stream);
        if (last.isEmpty()) {
            return;
        }
        TopicPartition partition = partition(last.get().partition());
        Long start = starts.get(partition);
        if (start != null && start > last.get().offset() && start < ends.getOrDefault(partition, start)) {
            long lately = System.currentTimeMillis() - CLOCK_SKEW.toMillis();
            long there = consumer.offsetsAt(Set.of(partition), lately).getOrDefault(partition, start);
            starts.put(partition, Math.max(start, Math.min(there, ends.getOrDefault(partition, start))));
        }
    }

    /** The same for reading backwards: moves starts back to the stream's last frame, if that is known. */
    Map<TopicPartition, Long> upToLast(StreamName stream, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> nearer = new HashMap<>(starts);
        locator.lastPosition(stream)
                .ifPresent(last -> nearer.computeIfPresent(
                        partition(last.partition()), (partition, start) -> Math.min(start, last.offset() + 1)));
        return nearer;
    }

    /** The partitions that a stream's frames may be in, now or before. */
    Set<TopicPartition> partitions(StreamName stream) {
        Set<Integer> known = locator.pastPartitions(stream);
        return known.isEmpty()
                ? consumer.partitions(topic)
                : known.stream().map(this::partition).collect(Collectors.toSet());
    }

    private TopicPartition partition(int number) {
        return new TopicPartition(topic, number);
    }

    /** The same offsets by topic and partition; the caller's own map. */
    Map<TopicPartition, Long> byPartition(Map<Integer, Long> offsets) {
        Map<TopicPartition, Long> byPartition = new HashMap<>();
        offsets.forEach((number, offset) -> byPartition.put(partition(number), offset));
        return byPartition;
    }

    /** The same offsets by the partitions' numbers. */
    static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new HashMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }
}
