package io.framelog.publisher.send;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.publisher.progress.PublishStats;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;

/**
 * Reports in the event topic, once each, that the run has started, that its source is lost, that frames come again, and
 * that the run has ended and why. Thread-safe. Only {@link #end} waits for Kafka.
 */
public final class EventReporter {
    /** How long the last event may take. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

    private final EventQueue queue;
    private final StreamName stream;
    private final String source;
    private final String run;
    private final PublishStats stats;
    private final Clock clock;
    private boolean lost;
    private boolean ended;
    private long count;

    /**
     * @param source where the stream comes from, without credentials
     * @param run the publisher's run
     */
    public EventReporter(
            EventTopic topic, StreamName stream, String source, String run, PublishStats stats, Clock clock) {
        this.queue = new EventQueue(topic);
        this.stream = stream;
        this.source = source;
        this.run = run;
        this.stats = stats;
        this.clock = clock;
    }

    /** Capturing has started. */
    public synchronized void started() {
        report(EventType.STARTED, "");
    }

    /**
     * The source is lost. Ignored if it has not recovered from the previous loss.
     *
     * @param reason in readable form
     */
    public synchronized void lost(String reason) {
        if (!lost) {
            lost = true;
            report(EventType.LOST, reason);
        }
    }

    /** Frames come again. Ignored if the source is not lost. */
    public synchronized void recovered() {
        if (lost) {
            lost = false;
            report(EventType.RECOVERED, "");
        }
    }

    private void report(EventType type, String reason) {
        queue.add(new StreamEvent(
                run + "-" + count++, type, clock.instant(), stream, source, run, reason, stats.newest(), Map.of()));
    }

    /** Kafka is there: waiting events are written from now on. */
    void begin(Supplier<Producer<byte[], byte[]>> connect) {
        queue.start(connect);
    }

    /**
     * Reports the end of the run. Waits until Kafka has the event, for at most {@link #END_TIMEOUT}.
     *
     * @param reason why the run has ended
     */
    void end(String reason) throws InterruptedException {
        synchronized (this) {
            if (!ended) {
                ended = true;
                report(EventType.ENDED, reason);
            }
        }
        queue.awaitEmpty(END_TIMEOUT);
    }

    /** Gives up events that were not written. */
    void close() {
        queue.close();
    }
}
