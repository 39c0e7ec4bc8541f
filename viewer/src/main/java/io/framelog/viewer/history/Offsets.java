package io.framelog.viewer.history;

import static io.framelog.viewer.history.HistoryReader.ANSWER_LIMIT;
import static io.framelog.viewer.history.HistoryReader.CLOCK_SKEW;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/** Where moments lie in the partitions of a stream, by Kafka's own index of times. Of one thread. */
final class Offsets {
    private final Consumer<byte[], ByteBuffer> consumer;
    private final String topic;
    private final StreamLocator places;
    private final RecordFilter filter;

    Offsets(Consumer<byte[], ByteBuffer> consumer, String topic, StreamLocator places, RecordFilter filter) {
        this.consumer = consumer;
        this.topic = topic;
        this.places = places;
        this.filter = filter;
    }

    /** For each of a stream's partitions the offset of the first record at or after a moment. */
    Map<TopicPartition, Long> starts(StreamName stream, Moment from) {
        if (from instanceof Exactly exactly) {
            return starts(stream, exactly.position());
        }
        Set<TopicPartition> partitions = partitions(stream);
        if (from instanceof At at) {
            return at(partitions, Math.floorDiv(at.micros(), TimeUnit.MILLISECONDS.toMicros(1)));
        }
        return from instanceof Earliest ? begins(partitions) : ends(partitions);
    }

    /** Other partitions of the same stream begin at the time of the frame that is named. */
    private Map<TopicPartition, Long> starts(StreamName stream, Position position) {
        TopicPartition named = new TopicPartition(topic, position.partition());
        if (!all().contains(named)) {
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

    /** Behind these offsets no frame up to a moment is looked for. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions, Moment to) {
        if (to instanceof At at) {
            long micros = at.micros() + TimeUnit.NANOSECONDS.toMicros(CLOCK_SKEW.toNanos());
            return at(partitions, TimeUnit.MICROSECONDS.toMillis(micros));
        }
        Map<TopicPartition, Long> ends = ends(partitions);
        if (to instanceof Exactly exactly) {
            // The frame behind it is found as well.
            ends.computeIfPresent(
                    partition(exactly.position()),
                    (partition, end) -> Math.min(end, exactly.position().offset() + 1));
        }
        return ends;
    }

    /** The offset that each partition's next record will have; a map of the caller's own. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        return new HashMap<>(consumer.endOffsets(partitions, ANSWER_LIMIT));
    }

    /** The offset of each partition's first record. */
    Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
        return consumer.beginningOffsets(partitions, ANSWER_LIMIT);
    }

    /** The offset that a partition's next record will have; empty where there is no such partition. */
    Optional<Long> end(int partition) {
        TopicPartition asked = new TopicPartition(topic, partition);
        return all().contains(asked) ? Optional.of(ends(Set.of(asked)).getOrDefault(asked, 0L)) : Optional.empty();
    }

    /** The first record at or behind a time; where there is none, the end. */
    private Map<TopicPartition, Long> at(Collection<TopicPartition> partitions, long millis) {
        Map<TopicPartition, Long> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> Math.max(0, millis)));
        Map<TopicPartition, OffsetAndTimestamp> answers = consumer.offsetsForTimes(asked, ANSWER_LIMIT);
        Map<TopicPartition, Long> found = new HashMap<>();
        answers.forEach((partition, answer) -> {
            if (answer != null) {
                found.put(partition, answer.offset());
            }
        });
        Set<TopicPartition> beyond = partitions.stream()
                .filter(partition -> !found.containsKey(partition))
                .collect(Collectors.toSet());
        if (!beyond.isEmpty()) {
            found.putAll(ends(beyond));
        }
        return found;
    }

    /**
     * Behind a stream's last frame there is nothing to go through, but for what was written lately: that may be of a run
     * that is not known yet.
     */
    void skipAbsence(StreamName stream, Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        Optional<Position> last = places.last(stream);
        if (last.isEmpty()) {
            return;
        }
        TopicPartition partition = partition(last.get());
        Long start = starts.get(partition);
        if (start != null && start > last.get().offset() && start < ends.getOrDefault(partition, start)) {
            long lately = System.currentTimeMillis() - CLOCK_SKEW.toMillis();
            long there = at(Set.of(partition), lately).getOrDefault(partition, start);
            starts.put(partition, Math.max(start, Math.min(there, ends.getOrDefault(partition, start))));
        }
    }

    /** The same, backwards: from no further than the stream's last frame, where that is known. */
    Map<TopicPartition, Long> upToLast(StreamName stream, Map<TopicPartition, Long> starts) {
        Map<TopicPartition, Long> nearer = new HashMap<>(starts);
        places.last(stream)
                .ifPresent(last -> nearer.computeIfPresent(
                        partition(last), (partition, start) -> Math.min(start, last.offset() + 1)));
        return nearer;
    }

    /** The partitions that a stream's frames may be in. */
    Set<TopicPartition> partitions(StreamName stream) {
        Set<Integer> known = places.partitions(stream);
        return known.isEmpty() ? all() : partitions(known);
    }

    private Set<TopicPartition> all() {
        return consumer.partitionsFor(topic, ANSWER_LIMIT).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .collect(Collectors.toSet());
    }

    private Set<TopicPartition> partitions(Collection<Integer> numbers) {
        return numbers.stream().map(number -> new TopicPartition(topic, number)).collect(Collectors.toSet());
    }

    private TopicPartition partition(Position position) {
        return new TopicPartition(topic, position.partition());
    }

    /** The same offsets, by topic and partition; a map of the caller's own. */
    Map<TopicPartition, Long> byPartition(Map<Integer, Long> offsets) {
        Map<TopicPartition, Long> byPartition = new HashMap<>();
        offsets.forEach((number, offset) -> byPartition.put(new TopicPartition(topic, number), offset));
        return byPartition;
    }

    /** The same offsets, by the partitions' numbers. */
    static Map<Integer, Long> byNumber(Map<TopicPartition, Long> offsets) {
        Map<Integer, Long> byNumber = new HashMap<>();
        offsets.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return byNumber;
    }
}
