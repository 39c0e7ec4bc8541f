package io.framelog.viewer.silence;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.LastStatus;
import io.framelog.viewer.catalog.StreamState;
import io.framelog.viewer.events.EventLog;
import io.framelog.viewer.events.EventWriter;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes an event when a publisher falls silent without having said so, as one that was killed, and when it is heard
 * again. Has one thread. Each viewer does this; one looks whether another was first.
 */
public final class SilenceFeature implements Feature {
    private static final Logger LOG = LoggerFactory.getLogger(SilenceFeature.class);
    private static final String CLIENT_ID = "framelog-viewer-silence";

    private static final int LOOK_MILLIS = 500;
    /** Viewers wait differently long, at most this, so that one finds what another has written. */
    private static final int SPREAD_MILLIS = 500;
    /** After an event could not be written. */
    private static final int RETRY_SECONDS = 30;
    /** How far the clocks of viewers may differ. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);

    private static final Duration READ_LIMIT = Duration.ofSeconds(20);
    private static final int CLOSE_MILLIS = 2_000;

    private final KafkaOptions kafka;
    private final ConsumerFactory consumers;
    private final KafkaHealth health;
    private final Catalog catalog;
    private final EventTopic topic;
    private final Silences silences = new Silences();
    private final LongAdder told = new LongAdder();
    private final Thread thread = new Thread(this::run, "silence");
    private String explained = "";

    /** @param health tells whether statuses can arrive */
    public SilenceFeature(KafkaOptions kafka, ConsumerFactory consumers, KafkaHealth health, Catalog catalog) {
        this.kafka = kafka;
        this.consumers = consumers;
        this.health = health;
        this.catalog = catalog;
        topic = EventTopic.of(kafka.topic());
        thread.setDaemon(true);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, told)
                .counter(
                        "silences", "events written of publishers that fell silent or were heard again", LongAdder::sum)
                .limit("silences.limit", "limit of streams whose publisher's silence is told", Silences.MAX_STREAMS);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        SteadyTime steady = new SteadyTime(System.nanoTime());
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
                boolean ready = health.now().isReady();
                if (steady.look(ready, System.nanoTime()).compareTo(StreamState.SILENCE_LIMIT) > 0) {
                    look();
                    steady.look(ready, System.nanoTime());
                }
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("ended", e);
        }
    }

    private void look() throws InterruptedException {
        if (silences.find(catalog.lastStatuses(), Instant.now()).isEmpty()) {
            return;
        }
        TimeUnit.MILLISECONDS.sleep(ThreadLocalRandom.current().nextInt(SPREAD_MILLIS));
        Map<StreamName, LastStatus> statuses = catalog.lastStatuses();
        List<StreamEvent> found = silences.find(statuses, Instant.now());
        if (found.isEmpty()) {
            return;
        }
        try {
            tell(found, statuses);
            explained = "";
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            explain(found, e);
            TimeUnit.SECONDS.sleep(RETRY_SECONDS);
        }
    }

    private void tell(List<StreamEvent> found, Map<StreamName, LastStatus> statuses) {
        Set<String> written = new HashSet<>();
        Instant oldest = found.stream()
                .map(StreamEvent::time)
                .min(Comparator.naturalOrder())
                .orElseThrow()
                .minus(CLOCK_SKEW);
        try (LogConsumer consumer = consumers.eventsPast()) {
            EventLog log = new EventLog(topic, consumer);
            if (!log.exists()) {
                found.forEach(event -> silences.told(event, statuses)); // these publishers write no events
                return;
            }
            // If this takes too long, an event is written twice, with the same id.
            log.read(oldest, READ_LIMIT, event -> written.add(key(event)));
        }
        try (EventWriter writer = new EventWriter(kafka, CLIENT_ID)) {
            for (StreamEvent event : found) {
                if (written.add(key(event))) {
                    writer.write(event);
                    told.increment();
                }
                silences.told(event, statuses);
            }
        }
    }

    private static String key(StreamEvent event) {
        return event.stream() + "/" + event.id();
    }

    private void explain(List<StreamEvent> found, KafkaException fault) {
        String reason = new KafkaFault(fault).text(KafkaFault.Right.WRITE, topic.name());
        if (!explained.equals(reason)) {
            explained = reason;
            LOG.warn("cannot write that the publisher of {} went silent: {}", found.get(0).stream(), reason);
        }
        LOG.debug("trying again in {} s", RETRY_SECONDS, fault);
    }

    /** Waits for the thread at most {@value #CLOSE_MILLIS} ms. */
    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
