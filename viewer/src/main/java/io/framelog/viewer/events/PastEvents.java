package io.framelog.viewer.events;

import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads older events for clients, which are no longer in memory: slice by slice, one client after the other. It has its
 * own thread, so clients that are up to date do not wait for it.
 */
final class PastEvents implements ConsumerThread.Work {
    /** A slice ends when it has this many bytes, which bounds the memory of a client. */
    static final int SLICE_BYTES = 64 * 1024;
    /** A slice ends after this many records of any stream, so that the next client gets its turn. */
    static final int SLICE_RECORDS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(PastEvents.class);
    private static final Duration READ_LIMIT = Duration.ofSeconds(1);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration NO_TOPIC = Duration.ofSeconds(1);
    /** How long Kafka may take to find where a slice begins, if its first record has left the log. */
    private static final Duration POSITION_LIMIT = Duration.ofMinutes(1);

    /**
     * A client's request for the next slice.
     *
     * @param filter the client's events
     * @param wanted whether the client still waits for the answer
     * @param answer called with the slice, on the reading thread
     * @param failed called instead if the slice cannot be read, now or later
     */
    record Request(
            EventStart start,
            EventFilter filter,
            BooleanSupplier wanted,
            Consumer<PastSlice> answer,
            Runnable failed) {}

    private final String topic;
    private final EventDecoder decoder;
    private final EventCounters counters;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();

    PastEvents(String topic, EventDecoder decoder, EventCounters counters) {
        this.topic = topic;
        this.decoder = decoder;
        this.counters = counters;
    }

    /**
     * Requests a slice; the caller must wake the thread. Thread-safe. A client has at most one request at a time, which
     * limits the queue.
     */
    void request(Request request) {
        requests.add(request);
    }

    @Override
    public Duration step(LogConsumer consumer) {
        while (true) {
            Request request = requests.peek();
            if (request == null) {
                return ConsumerThread.UNTIL_WOKEN;
            }
            if (request.wanted().getAsBoolean() && !answer(consumer, request)) {
                return NO_TOPIC;
            }
            requests.remove(request);
        }
    }

    /** @return false if there is no topic yet */
    private boolean answer(LogConsumer consumer, Request request) {
        @Nullable PastSlice slice;
        try {
            slice = read(consumer, request);
        } catch (KafkaException e) { // it may work soon: tried again
            throw e;
        } catch (RuntimeException e) { // it would be thrown again, and the other clients wait
            LOG.warn("cannot read past events from {}: {}", request.start(), e.toString(), e);
            request.failed().run();
            return true;
        }
        if (slice == null) {
            return false;
        }
        request.answer().accept(slice);
        return true;
    }

    /** @return null if there is no topic yet */
    private @Nullable PastSlice read(LogConsumer consumer, Request request) {
        Set<TopicPartition> partitions = consumer.partitions(topic, EventTail.METADATA_LIMIT);
        if (partitions.isEmpty()) {
            return null;
        }
        counters.pastRead();
        PastStart start = PastStart.find(consumer, partitions, request.start());
        return read(consumer, start, request);
    }

    private PastSlice read(LogConsumer consumer, PastStart start, Request request) {
        SliceBuilder slice = new SliceBuilder(start.from(), request.filter());
        Map<TopicPartition, Long> ends = start.ends();
        Set<TopicPartition> unread = ends.keySet().stream()
                .filter(partition -> start.from().next(partition.partition()) < ends.getOrDefault(partition, 0L))
                .collect(Collectors.toSet());
        long begun = System.nanoTime();
        try {
            consumer.assignAt(unread.stream().collect(Collectors.toMap(partition -> partition, partition -> start.from()
                    .next(partition.partition()))));
            while (!slice.isFull()
                    && unread.stream()
                            .anyMatch(partition ->
                                    consumer.position(partition, POSITION_LIMIT) < ends.getOrDefault(partition, 0L))
                    && System.nanoTime() - begun < READ_LIMIT.toNanos()) {
                slice.take(consumer.poll(POLL));
            }
            if (!slice.isFull()) {
                // The last offsets may be transaction markers, which consumers never see.
                unread.forEach(
                        partition -> slice.readTo(partition.partition(), consumer.position(partition, POSITION_LIMIT)));
            }
        } finally {
            consumer.unassign();
        }
        return slice.build(start.gap());
    }

    /** Collects records until the slice is full. */
    private final class SliceBuilder {
        private final List<LoggedEvent> events = new ArrayList<>();
        private final EventCursor from;
        private final EventFilter filter;
        private EventCursor end;
        private int bytes;
        private int records;

        SliceBuilder(EventCursor from, EventFilter filter) {
            this.from = from;
            this.end = from;
            this.filter = filter;
        }

        boolean isFull() {
            return bytes >= SLICE_BYTES || records >= SLICE_RECORDS;
        }

        void take(ConsumerRecords<byte[], ByteBuffer> polled) {
            for (ConsumerRecord<byte[], ByteBuffer> record : polled) {
                if (isFull()) {
                    return; // the rest is read again in the next slice
                }
                records++;
                end = end.with(record.partition(), record.offset() + 1);
                decoder.decode(record).filter(filter::test).ifPresent(event -> {
                    events.add(event);
                    bytes += event.length();
                });
            }
        }

        void readTo(int partition, long position) {
            end = end.with(partition, Math.max(position, end.next(partition)));
        }

        PastSlice build(String gap) {
            return new PastSlice(events, from, end, gap);
        }
    }
}
