package io.framelog.viewer.history;

import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The consumers that read the past. They are lent for as long as something is read, made where none is free, and bounded: a
 * reader costs two connections and what Kafka sends it at a time. Safe for any number of threads.
 */
public final class HistoryReaders implements AutoCloseable {
    /** What is to be read. */
    public enum Kind {
        /** A few frames here and there. */
        SPARSE(256 * 1024),
        /** Long stretches. */
        BULK(4 * 1024 * 1024);

        private final int partitionBytes;

        Kind(int partitionBytes) {
            this.partitionBytes = partitionBytes;
        }
    }

    /** Readers that may be lent at a time. */
    public static final int MAX_READERS = 16;
    /** Readers of a kind that are kept for the next who asks: making one takes tens of milliseconds. */
    private static final int MAX_IDLE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReaders.class);

    private final ConsumerFactory consumers;
    private final String topic;
    private final StreamLocator places;
    private final RecordFilter filter;
    private final Semaphore free = new Semaphore(MAX_READERS, true);
    private final Map<Kind, Deque<Consumer<byte[], ByteBuffer>>> idle = new EnumMap<>(Kind.class);
    private final AtomicLong made = new AtomicLong();
    private boolean closed;

    /** @param places tells where streams lie */
    public HistoryReaders(ConsumerFactory consumers, String topic, StreamLocator places, RecordFilter filter) {
        this.consumers = consumers;
        this.topic = topic;
        this.places = places;
        this.filter = filter;
        for (Kind kind : Kind.values()) {
            idle.put(kind, new ArrayDeque<>());
        }
    }

    /**
     * Lends a reader, to be closed by the thread that borrowed it.
     *
     * @param patience how long to wait where as many are lent as may be
     * @throws NoReaderFreeException if none came free
     * @throws org.apache.kafka.common.KafkaException if a consumer cannot be made
     */
    public HistoryReader borrow(Kind kind, Duration patience) throws InterruptedException {
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoReaderFreeException(MAX_READERS);
        }
        try {
            Consumer<byte[], ByteBuffer> consumer = takeIdle(kind);
            return new HistoryReader(
                    consumer == null ? consumers.history(made.incrementAndGet(), kind.partitionBytes) : consumer,
                    topic,
                    places,
                    filter,
                    (used, sound) -> giveBack(kind, used, sound));
        } catch (RuntimeException | OutOfMemoryError e) {
            free.release();
            throw e;
        }
    }

    private @Nullable Consumer<byte[], ByteBuffer> takeIdle(Kind kind) {
        synchronized (idle) {
            return of(kind).poll();
        }
    }

    private Deque<Consumer<byte[], ByteBuffer>> of(Kind kind) {
        return idle.getOrDefault(kind, new ArrayDeque<>());
    }

    private void giveBack(Kind kind, Consumer<byte[], ByteBuffer> consumer, boolean sound) {
        boolean kept = false;
        synchronized (idle) {
            if (sound && !closed && of(kind).size() < MAX_IDLE) {
                of(kind).push(consumer);
                kept = true;
            }
        }
        try {
            if (!kept) {
                consumer.close(CloseOptions.timeout(Duration.ZERO));
            }
        } catch (RuntimeException e) {
            LOG.debug("a consumer did not end well: {}", e.toString());
        } finally {
            free.release();
        }
    }

    /** How many are lent now. */
    public int lent() {
        return MAX_READERS - free.availablePermits();
    }

    /** Closes those that are not lent; the others end when they are given back. */
    @Override
    public void close() {
        List<Consumer<byte[], ByteBuffer>> ended = new ArrayList<>();
        synchronized (idle) {
            closed = true;
            idle.values().forEach(consumersOfKind -> {
                ended.addAll(consumersOfKind);
                consumersOfKind.clear();
            });
        }
        ended.forEach(consumer -> consumer.close(CloseOptions.timeout(Duration.ZERO)));
    }
}
