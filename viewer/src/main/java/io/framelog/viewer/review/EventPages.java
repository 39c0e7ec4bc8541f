package io.framelog.viewer.review;

import io.framelog.event.EventTopic;
import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages on threads of its own, so that no page waits for clients that catch up with events, and no look at past
 * frames waits for a page. Each thread has a consumer. Can be called from any thread.
 */
final class EventPages implements AutoCloseable {
    /** Pages that are read at a time. */
    static final int THREADS = 2;
    /** How long a page may take, waiting included. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(1);

    private final EventTopic topic;
    private final ConsumerFactory consumers;
    private final BoundedExecutor executor = new BoundedExecutor("event-pages", THREADS, ReviewResource.MAX_PAGES);
    private final BlockingQueue<LogConsumer> idle = new ArrayBlockingQueue<>(THREADS);
    private final AtomicLong made = new AtomicLong();
    private final LongAdder pages = new LongAdder();
    private final LongAdder records = new LongAdder();
    private volatile boolean closed;

    /** Starts no thread and no consumer before the first page. */
    EventPages(EventTopic topic, ConsumerFactory consumers) {
        this.topic = topic;
        this.consumers = consumers;
    }

    EventTopic topic() {
        return topic;
    }

    /**
     * Reads a page; does not wait.
     *
     * @return completed on another thread; fails with what {@link io.framelog.viewer.history.PastProblems} knows
     */
    CompletableFuture<EventPage> read(PageQuery query) {
        return executor.submit(() -> readNow(query)).orTimeout(LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    }

    private EventPage readNow(PageQuery query) {
        @Nullable LogConsumer used = idle.poll();
        LogConsumer consumer = used == null ? consumers.eventPages(made.incrementAndGet()) : used;
        boolean kept = false;
        try {
            EventPage page = new PageReader(topic, consumer, query, PageLimits.DEFAULT).read();
            pages.increment();
            records.add(page.records());
            kept = !closed && idle.offer(consumer);
            return page;
        } finally {
            if (!kept) {
                consumer.close();
            }
        }
    }

    /** How many pages were read. */
    long pageCount() {
        return pages.sum();
    }

    /** How many records were read for them. */
    long recordCount() {
        return records.sum();
    }

    /** Ends the threads, and closes their consumers. */
    @Override
    public void close() {
        closed = true;
        executor.close();
        executor.awaitEnd(CLOSE_LIMIT);
        List<LogConsumer> unused = new ArrayList<>();
        idle.drainTo(unused);
        unused.forEach(LogConsumer::close);
    }
}
