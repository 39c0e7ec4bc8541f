package io.framelog.viewer.events;

import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the end of the topic of events, once for all clients and only while there are some. It begins where the log ends and
 * reads on from there without a gap, whatever Kafka does; a partition that comes later is read from its beginning.
 */
final class EventTail implements ConsumerThread.Work {
    /** Hears, on the tail's thread, what it finds. */
    interface Listener {
        /**
         * The tail has begun: what comes after this cursor will be told. Once more where it began without a topic that is there
         * after all.
         */
        void begun(long turn, EventCursor end);

        /**
         * Events came.
         *
         * @param end up to where the log was read
         */
        void arrived(long turn, List<LoggedEvent> events, EventCursor end);

        /** The logs of partitions are others now: they are told from their beginnings, what is recent is what comes now. */
        void replaced(long turn, Set<Integer> partitions, EventCursor end);
    }

    /**
     * How long Kafka may take to tell the topic's partitions. Nothing interrupts this question while Kafka is away, so the viewer's
     * end would wait for it; a connection that takes longer is there at the next try.
     */
    static final Duration METADATA_LIMIT = Duration.ofSeconds(1);

    private static final Duration POLL = Duration.ofSeconds(1);
    /** How far the clocks of those who write events may be behind this one. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    /** How often it looks for partitions. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final String topic;
    private final EventDecoder decoder;
    private final Listener listener;
    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private volatile long wanted;
    private long turn;
    private boolean begun;
    private long begunMillis;
    private long nextLook = System.nanoTime();

    EventTail(String topic, EventDecoder decoder, Listener listener) {
        this.topic = topic;
        this.decoder = decoder;
        this.listener = listener;
    }

    /**
     * Says, from any thread, whether it is to read; the thread is to be woken after.
     *
     * @param number another than before, for what is told from then on; 0: not to read
     */
    void want(long number) {
        wanted = number;
    }

    @Override
    public Duration step(LogConsumer consumer) {
        if (turn != wanted) {
            turn = wanted;
            begun = false;
            next.clear();
            consumer.unassign();
            nextLook = System.nanoTime();
        }
        if (turn == 0) {
            return ConsumerThread.UNTIL_WOKEN;
        }
        if (System.nanoTime() - nextLook >= 0) {
            look(consumer);
            nextLook = System.nanoTime() + LOOK.toNanos();
        }
        if (consumer.assignment().isEmpty()) {
            return Duration.ofNanos(Math.max(1, nextLook - System.nanoTime()));
        }
        take(consumer, consumer.poll(POLL));
        return Duration.ZERO;
    }

    private void look(LogConsumer consumer) {
        Set<TopicPartition> present = consumer.partitions(topic, METADATA_LIMIT);
        if (begun && present.equals(consumer.assignment())) {
            findReplaced(consumer);
            return;
        }
        if (!begun) {
            consumer.endOffsets(present).forEach((partition, end) -> next.put(partition.partition(), end));
            begun = true;
            begunMillis = System.currentTimeMillis();
            listener.begun(turn, EventCursor.of(next));
        } else if (next.isEmpty() && !present.isEmpty()) {
            skipOld(consumer, present);
        }
        consumer.assignAt(present.stream()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> next.computeIfAbsent(partition.partition(), p -> 0L))));
    }

    /** Where the topic was there all the time, and only not known: what is older than the tail's beginning is not news. */
    private void skipOld(LogConsumer consumer, Set<TopicPartition> present) {
        consumer.endOffsets(present).forEach((partition, end) -> next.put(partition.partition(), end));
        consumer.firstRecordsAt(present, begunMillis - CLOCK_SKEW.toMillis())
                .forEach((partition, record) -> next.put(partition.partition(), record.offset()));
        EventCursor end = EventCursor.of(next);
        if (!end.equals(EventCursor.START)) {
            listener.begun(turn, end);
        }
    }

    /** A log that ends before where this one stood, and was thrown back to its beginning, is another. */
    private void findReplaced(LogConsumer consumer) {
        Set<Integer> replaced = new HashSet<>();
        for (TopicPartition partition : consumer.assignment()) {
            if (consumer.position(partition) < next.getOrDefault(partition.partition(), 0L)) {
                replaced.add(partition.partition());
            }
        }
        if (!replaced.isEmpty()) {
            tellReplaced(consumer, replaced);
        }
    }

    private void tellReplaced(LogConsumer consumer, Set<Integer> replaced) {
        // Its clients read what the new log has from its beginning; these records again, too.
        next.keySet().removeAll(replaced);
        replaced.forEach(partition -> consumer.seek(new TopicPartition(topic, partition), 0));
        listener.replaced(turn, replaced, EventCursor.of(next));
    }

    private void take(LogConsumer consumer, ConsumerRecords<byte[], ByteBuffer> records) {
        List<LoggedEvent> events = new ArrayList<>();
        Set<Integer> replaced = new HashSet<>();
        for (ConsumerRecord<byte[], ByteBuffer> record : records) {
            long expected = next.getOrDefault(record.partition(), 0L);
            if (record.offset() < expected) {
                replaced.add(record.partition());
            }
            decoder.decode(record).ifPresent(events::add);
            next.put(record.partition(), record.offset() + 1);
        }
        if (!replaced.isEmpty()) {
            tellReplaced(consumer, replaced);
        } else if (!records.isEmpty()) {
            listener.arrived(turn, events, EventCursor.of(next));
        }
    }
}
