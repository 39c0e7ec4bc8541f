package io.framelog.viewer.events;

import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the end of the topic of events, once for all clients. A session begins at the log's end and has no gap,
 * whatever Kafka does; a partition that is added later is read from its beginning.
 */
final class EventTail implements ConsumerThread.Work {
    /** Receives what is read, on the tail's thread. */
    interface Listener {
        /**
         * The session has begun: the events after this cursor follow. Called again if it began without the topic, and
         * the topic existed all the time.
         */
        void begun(long session, EventCursor end);

        /**
         * Events came.
         *
         * @param end how far the log was read
         */
        void arrived(long session, List<LoggedEvent> events, EventCursor end);

        /** The logs of some partitions were replaced: their events follow from the beginning. */
        void replaced(long session, Set<Integer> partitions, EventCursor end);
    }

    /**
     * The same for the list of partitions. Nothing interrupts this request when Kafka is away, so the viewer's end
     * would wait for it; a connection that takes longer is ready at the next try.
     */
    static final Duration METADATA_LIMIT = Duration.ofSeconds(1);

    /** The number of no session: nothing is read. */
    static final long NO_SESSION = 0;

    private static final Duration POLL = Duration.ofSeconds(1);
    /** How far the clocks of event writers may be behind this one. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
    /** How often the list of partitions is read. */
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final String topic;
    private final EventDecoder decoder;
    private final Listener listener;
    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private volatile long wanted = NO_SESSION;
    private long session = NO_SESSION;
    private boolean begun;
    private long begunMillis;
    private long nextRefresh = System.nanoTime();

    EventTail(String topic, EventDecoder decoder, Listener listener) {
        this.topic = topic;
        this.decoder = decoder;
        this.listener = listener;
    }

    /**
     * Begins another session; the caller must wake the thread. Can be called from any thread.
     *
     * @param number a new number, which the listener gets, or {@link #NO_SESSION} to stop reading
     */
    void setSession(long number) {
        wanted = number;
    }

    @Override
    public Duration step(LogConsumer consumer) {
        if (session != wanted) {
            session = wanted;
            begun = false;
            next.clear();
            consumer.unassign();
            nextRefresh = System.nanoTime();
        }
        if (session == NO_SESSION) {
            return ConsumerThread.UNTIL_WOKEN;
        }
        if (System.nanoTime() - nextRefresh >= 0) {
            refresh(consumer);
            nextRefresh = System.nanoTime() + REFRESH.toNanos();
        }
        if (consumer.assignment().isEmpty()) {
            return Duration.ofNanos(Math.max(1, nextRefresh - System.nanoTime()));
        }
        take(consumer, consumer.poll(POLL));
        return Duration.ZERO;
    }

    private void refresh(LogConsumer consumer) {
        Set<TopicPartition> present = consumer.partitions(topic, METADATA_LIMIT);
        if (begun && present.equals(consumer.assignment())) {
            findReplaced(consumer);
            return;
        }
        if (!begun) {
            consumer.endOffsets(present).forEach((partition, end) -> next.put(partition.partition(), end));
            begun = true;
            begunMillis = System.currentTimeMillis();
            listener.begun(session, EventCursor.of(next));
        } else if (next.isEmpty() && !present.isEmpty()) {
            skipOld(consumer, present);
        }
        consumer.assignAt(present.stream()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> next.computeIfAbsent(partition.partition(), p -> 0L))));
    }

    /** If the topic existed all the time and was only not known, what is older than the session is not sent. */
    private void skipOld(LogConsumer consumer, Set<TopicPartition> present) {
        Map<TopicPartition, Long> found = new HashMap<>(consumer.endOffsets(present));
        consumer.firstRecordsAt(present, begunMillis - CLOCK_SKEW.toMillis())
                .forEach((partition, record) -> found.put(partition, record.offset()));
        // Only now that Kafka has answered both requests: if one fails, all of this is repeated.
        found.forEach((partition, offset) -> next.put(partition.partition(), offset));
        EventCursor end = EventCursor.of(next);
        if (!end.equals(EventCursor.START)) {
            listener.begun(session, end);
        }
    }

    /** A log was replaced if it is shorter than before, so that Kafka has reset the position to its beginning. */
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
        // The new log is read from its beginning, including these records.
        next.keySet().removeAll(replaced);
        replaced.forEach(partition -> consumer.seek(new TopicPartition(topic, partition), 0));
        listener.replaced(session, replaced, EventCursor.of(next));
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
            listener.arrived(session, events, EventCursor.of(next));
        }
    }
}
