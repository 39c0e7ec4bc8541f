package io.framelog.publisher.send;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to Kafka one after the other, on a thread and by a producer of its own: frames never wait for an event, and an
 * event is tried for as long as the process lives, which frames of a live source are not. For any number of threads.
 */
final class EventQueue {
    /**
     * Events that may wait while Kafka is away: hours of a source that comes and goes all the time. Beyond it the oldest is
     * given up and counted, so that what is known at last is what holds.
     */
    static final int MAX_PENDING = 1_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Logger log = LoggerFactory.getLogger(EventQueue.class);
    private final EventTopic topic;
    private final Thread thread = new Thread(this::run, "events");
    private final Deque<StreamEvent> waiting = new ArrayDeque<>();
    private @Nullable StreamEvent underWay;
    private @Nullable Supplier<Producer<byte[], byte[]>> connect;
    private long givenUp;
    private boolean refused;

    EventQueue(EventTopic topic) {
        this.topic = topic;
        thread.setDaemon(true);
    }

    /** Takes an event; does not wait. */
    synchronized void add(StreamEvent event) {
        if (waiting.size() == MAX_PENDING) {
            waiting.removeFirst();
            givenUp++;
            if (givenUp == 1) {
                log.warn("{} events wait for Kafka: from now on the oldest are given up", MAX_PENDING);
            }
        }
        waiting.addLast(event);
        notifyAll();
    }

    /** Begins to write. */
    void start(Supplier<Producer<byte[], byte[]>> connection) {
        connect = connection;
        thread.start();
    }

    /** Waits until all is written, or for so long. */
    synchronized void awaitEmpty(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (thread.isAlive() && (underWay != null || !waiting.isEmpty())) {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (millis <= 0) {
                log.warn("{} events were not written before the end", waiting.size() + (underWay == null ? 0 : 1));
                return;
            }
            wait(millis);
        }
    }

    /** How many were given up because too many waited. */
    synchronized long givenUp() {
        return givenUp;
    }

    /** Ends the thread. What waits is given up. */
    void close() {
        thread.interrupt();
    }

    private void run() {
        @Nullable Producer<byte[], byte[]> producer = null;
        Duration pause = FIRST_PAUSE;
        try {
            while (true) {
                StreamEvent event = take();
                try {
                    if (producer == null) {
                        producer = Objects.requireNonNull(connect).get();
                    }
                    producer.send(topic.write(event)).get();
                    pause = FIRST_PAUSE;
                    written();
                } catch (ExecutionException | KafkaException e) {
                    if (e instanceof InterruptException) {
                        throw new InterruptedException();
                    }
                    explain(e.getCause() == null ? e : e.getCause());
                    // After some faults a producer takes nothing any more.
                    close(producer);
                    producer = null;
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    Duration next = pause.multipliedBy(2);
                    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
                }
            }
        } catch (InterruptedException e) {
            log.debug("no more events are written", e);
        } catch (RuntimeException e) {
            log.warn("events cannot be written: {}", e.getMessage(), e);
        } finally {
            close(producer);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    private static void close(@Nullable Producer<byte[], byte[]> producer) {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    /** The event that is to be written next: the same again where it was not. */
    private synchronized StreamEvent take() throws InterruptedException {
        while (underWay == null) {
            underWay = waiting.pollFirst();
            if (underWay == null) {
                wait();
            }
        }
        return underWay;
    }

    private synchronized void written() {
        underWay = null;
        refused = false;
        notifyAll();
    }

    /** Once, until one was written again. */
    private synchronized void explain(Throwable fault) {
        if (!refused) {
            refused = true;
            log.warn("an event cannot be written to {}, it is tried again: {}", topic.name(), fault.getMessage());
        }
        log.debug("an event was not written", fault);
    }
}
