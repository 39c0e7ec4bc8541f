package io.framelog.viewer.history;

import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StreamLocator;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A pool of readers of the past, with at most {@value #MAX_READERS} in use: a reader costs two connections and the
 * memory for what Kafka sends it at a time. Thread-safe.
 */
public final class HistoryReaders implements AutoCloseable {
    /** The kind of reading. */
    public enum Kind {
        /** A few frames here and there. */
        SPARSE(256 * 1024),
        /** Long ranges. */
        BULK(4 * 1024 * 1024);

        private final int partitionBytes;

        Kind(int partitionBytes) {
            this.partitionBytes = partitionBytes;
        }
    }

    /** The most readers in use at a time. */
    public static final int MAX_READERS = 16;
    /** The most unused consumers of a kind that are kept: making one takes tens of milliseconds. */
    private static final int MAX_IDLE = 4;

    private static final Logger LOG = LoggerFactory.getLogger(HistoryReaders.class);

    private final ConsumerFactory consumers;
    private final String topic;
    private final StreamLocator locator;
    private final RecordFilter filter;
    private final Semaphore free = new Semaphore(MAX_READERS, true);
    private final Map<Kind, Deque<LogConsumer>> idle = new EnumMap<>(Kind.class);
    private final AtomicLong made = new AtomicLong();
    private boolean closed;

    /** @param locator finds the partitions of streams */
    public HistoryReaders(ConsumerFactory consumers, String topic, StreamLocator locator, RecordFilter filter) {
        this.consumers = consumers;
        this.topic = topic;
        this.locator = locator;
        this.filter = filter;
        for (Kind kind : Kind.values()) {
            idle.put(kind, new ArrayDeque<>());
        }
    }

    /**
     * Lends a reader. The caller's thread must close it.
     *
     * @param patience how long to wait if all are in use
     * @throws NoReaderFreeException if none became free
     * @throws org.apache.kafka.common.KafkaException if a consumer cannot be made
     */
    public HistoryReader borrow(Kind kind, Duration patience) throws InterruptedException {
        if (!free.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new NoReaderFreeException(MAX_READERS);
        }
        try {
            LogConsumer consumer = takeIdle(kind);
            return new HistoryReader(
                    consumer == null ? consumers.history(made.incrementAndGet(), kind.partitionBytes) : consumer,
                    topic,
                    locator,
                    filter,
                    (used, reusable) -> giveBack(kind, used, reusable));
        } catch (RuntimeException | Error e) {
            free.release();
            throw e;
        }
    }

    private @Nullable LogConsumer takeIdle(Kind kind) {
        synchronized (idle) {
            return of(kind).poll();
        }
    }

    private Deque<LogConsumer> of(Kind kind) {
        return idle.getOrDefault(kind, new ArrayDeque<>());
    }

    private void giveBack(Kind kind, LogConsumer consumer, boolean reusable) {
        boolean kept = false;
        synchronized (idle) {
            if (reusable && !closed && of(kind).size() < MAX_IDLE) {
                of(kind).push(consumer);
                kept = true;
            }
        }
        try {
            if (!kept) {
                consumer.close();
            }
        } catch (RuntimeException e) {
            LOG.debug("cannot close a consumer: {}", e.toString());
        } finally {
            free.release();
        }
    }

    /** How many readers are in use. */
    public int lent() {
        return MAX_READERS - free.availablePermits();
    }

    /** Closes the unused consumers; the others are closed when their readers are. */
    @Override
    public void close() {
        List<LogConsumer> ended = new ArrayList<>();
        synchronized (idle) {
            closed = true;
            idle.values().forEach(consumersOfKind -> {
                ended.addAll(consumersOfKind);
                consumersOfKind.clear();
            });
        }
        ended.forEach(LogConsumer::close);
    }
}
