package io.framelog.publisher.send;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.publisher.progress.PublishStats;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/**
 * Reports in the event topic, once each, that the run has started, that its source is lost, that frames come again, and
 * that the run has ended and why. Thread-safe. Only {@link #end} waits for Kafka.
 */
public final class EventReporter {
    /** How long the last event may take. */
    private static final Duration END_TIMEOUT = Duration.ofSeconds(2);

    private final EventQueue queue;
    private final Run run;
    private final PublishStats stats;
    private final Clock clock;
    private boolean started;
    private boolean lost;
    private boolean ended;
    private long count;

    /**
     * @param link writes the events as soon as Kafka is there
     * @param run whose events they are
     */
    public EventReporter(KafkaLink link, Run run, PublishStats stats, Clock clock) {
        this.queue = link.events();
        this.run = run;
        this.stats = stats;
        this.clock = clock;
    }

    /** Capturing has started. Told once. */
    public synchronized void started() {
        if (!started) {
            started = true;
            report(EventType.STARTED, "");
        }
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
                run.id() + "-" + count++,
                type,
                clock.instant(),
                run.stream(),
                run.source(),
                run.id(),
                reason,
                stats.newest(),
                Map.of()));
    }

    /**
     * Reports the end of the run. Waits until Kafka has the event, for at most {@link #END_TIMEOUT}.
     *
     * @param reason why the run has ended
     */
    public void end(String reason) throws InterruptedException {
        synchronized (this) {
            if (!ended) {
                ended = true;
                report(EventType.ENDED, reason);
            }
        }
        queue.awaitEmpty(END_TIMEOUT);
    }
}
