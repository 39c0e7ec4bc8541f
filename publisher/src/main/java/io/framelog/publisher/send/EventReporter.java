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
 * Says in the topic of events what happens to the stream, each thing once: that its run has begun, that its source was lost,
 * that frames come again, that the run has ended and why. For any number of threads; nothing here waits for Kafka but
 * {@link #end}.
 */
public final class EventReporter {
    /** What it may take to bring the last event to Kafka: it is there, or has failed. */
    private static final Duration LAST_WORD = Duration.ofSeconds(2);

    private final EventQueue queue;
    private final StreamName stream;
    private final String source;
    private final String run;
    private final PublishStats stats;
    private final Clock clock;
    private String ending = "";
    private volatile boolean lost;
    private boolean ended;
    private long count;

    /**
     * @param source what the stream comes from, without credentials
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

    /** Capturing has begun. */
    public synchronized void started() {
        say(EventType.STARTED, "");
    }

    /**
     * The source is away. Said again before a frame came, as of a source that opens and has nothing, it is no news.
     *
     * @param reason for people
     */
    public synchronized void lost(String reason) {
        if (!lost) {
            lost = true;
            say(EventType.LOST, reason);
        }
    }

    /** A frame was captured: where the source was lost, it is back. Cheap. */
    public void frame() {
        if (lost) {
            recovered();
        }
    }

    private synchronized void recovered() {
        if (lost) {
            lost = false;
            say(EventType.RECOVERED, "");
        }
    }

    /** Says why the run will have ended, unless {@link #end} knows better. */
    public synchronized void ending(String reason) {
        ending = reason;
    }

    private void say(EventType type, String reason) {
        queue.add(new StreamEvent(
                run + "-" + count++, type, clock.instant(), stream, source, run, reason, stats.newest(), Map.of()));
    }

    /** Kafka is there: what waits is written from now on. */
    void begin(Supplier<Producer<byte[], byte[]>> connect) {
        queue.start(connect);
    }

    /**
     * The run has ended. Waits until Kafka has this, though not for long.
     *
     * @param failure why, where sending itself has failed; else empty
     */
    void end(String failure) throws InterruptedException {
        synchronized (this) {
            if (!ended) {
                ended = true;
                say(EventType.ENDED, failure.isEmpty() ? ending : failure);
            }
        }
        queue.awaitEmpty(LAST_WORD);
    }

    /** Gives up what was not written. */
    void close() {
        queue.close();
    }
}
