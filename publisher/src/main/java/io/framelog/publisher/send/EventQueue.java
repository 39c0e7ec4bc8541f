package io.framelog.publisher.send;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.kafka.KafkaFault;
import io.framelog.publisher.metrics.EventFigures;
import io.framelog.publisher.metrics.StreamFigures.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to Kafka one by one, with its own thread and producer, so that frames never wait for events. An event
 * is retried until the process ends. Thread-safe.
 */
final class EventQueue {
    /**
     * How many events may wait while Kafka is not reachable: hours of a source that comes and goes all the time. Then
     * the oldest is given up and counted, so that the latest state is known in the end.
     */
    static final int MAX_PENDING = 1_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** A time that no topic refuses by default. An event has its own time in its value. */
    private static final long NO_TIME = 0;

    private final Logger log = LoggerFactory.getLogger(EventQueue.class);
    private final EventTopic topic;
    private final Thread thread = new Thread(this::run, "events");
    private final Deque<StreamEvent> waiting = new ArrayDeque<>();
    private @Nullable StreamEvent underWay;
    private @Nullable Supplier<Producer<byte[], byte[]>> connect;
    private long givenUp;
    private boolean refused;
    private boolean timeRefused;

    EventQueue(EventTopic topic) {
        this.topic = topic;
        thread.setDaemon(true);
    }

    /** Adds an event without waiting. */
    synchronized void add(StreamEvent event) {
        if (waiting.size() == MAX_PENDING) {
            waiting.removeFirst();
            givenUp++;
            if (givenUp == 1) {
                log.warn("{} events are waiting for Kafka: from now on the oldest are given up", MAX_PENDING);
            }
        }
        waiting.addLast(event);
        notifyAll();
    }

    /** Starts to write. */
    void start(Supplier<Producer<byte[], byte[]>> connection) {
        connect = connection;
        thread.start();
    }

    /** Waits until every event is written, for at most the limit. */
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

    /** How many events Kafka does not have yet, and how many were given up because too many were waiting. */
    synchronized EventFigures figures() {
        int all = waiting.size() + (underWay == null ? 0 : 1);
        return new EventFigures(new Level(all, MAX_PENDING), givenUp);
    }

    /** Stops the thread. Waiting events are given up. */
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
                    producer.send(record(event)).get();
                    pause = FIRST_PAUSE;
                    written();
                } catch (ExecutionException | KafkaException e) {
                    if (e instanceof InterruptException) {
                        throw new InterruptedException();
                    }
                    Throwable fault = e.getCause() == null ? e : e.getCause();
                    explain(fault);
                    timeRefused |= fault instanceof InvalidTimestampException;
                    // After some errors, a producer cannot be used any more.
                    close(producer);
                    producer = null;
                    TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                    Duration next = pause.multipliedBy(2);
                    pause = next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
                }
            }
        } catch (InterruptedException e) {
            log.debug("writing of events was stopped", e);
        } catch (RuntimeException e) {
            log.warn("events cannot be written: {}", e.getMessage(), e);
        } finally {
            close(producer);
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** An event whose time Kafka refuses would be refused for ever, and those behind it would wait. */
    private ProducerRecord<byte[], byte[]> record(StreamEvent event) {
        ProducerRecord<byte[], byte[]> record = topic.write(event);
        return timeRefused
                ? new ProducerRecord<>(record.topic(), null, NO_TIME, record.key(), record.value(), record.headers())
                : record;
    }

    private static void close(@Nullable Producer<byte[], byte[]> producer) {
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    /** The next event to write: the same one again until it is written. */
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
        timeRefused = false;
        notifyAll();
    }

    /** Logs the first failure since an event was last written. */
    private synchronized void explain(Throwable fault) {
        if (!refused) {
            refused = true;
            String reason = new KafkaFault(fault).text(KafkaFault.Right.WRITE, topic.name());
            log.warn("an event cannot be written to {}; trying again: {}", topic.name(), reason);
        }
        log.debug("an event was not written", fault);
    }
}
