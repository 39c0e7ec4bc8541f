package io.framelog.viewer.kafka;

import io.framelog.viewer.kafka.KafkaState.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether Kafka can be used. Each change is logged once; while Kafka is away, a new reason at most every {@link
 * #REASON_PAUSE}. Thread-safe.
 */
public final class KafkaHealth {
    /** How often an outage's reason is looked for, and a new one logged. */
    static final Duration REASON_PAUSE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(KafkaHealth.class);

    private final String address;
    private final String topic;
    private final Supplier<Optional<String>> diagnosis;
    private final LongSupplier nanoTime;
    private final boolean logs;
    private final AtomicBoolean diagnosing = new AtomicBoolean();
    private volatile KafkaState state;
    private String reason = "";
    private String logged = "";
    private long loggedNanos;
    private @Nullable Long diagnosedNanos;

    /**
     * @param address Kafka's bootstrap servers
     * @param topic the topic that is needed
     * @param diagnosis finds out why Kafka does not answer; may take some seconds
     */
    public KafkaHealth(String address, String topic, Supplier<Optional<String>> diagnosis) {
        this(address, topic, diagnosis, System::nanoTime);
    }

    KafkaHealth(String address, String topic, Supplier<Optional<String>> diagnosis, LongSupplier nanoTime) {
        this(address, topic, diagnosis, nanoTime, true);
    }

    /** For work beside the main one: another health tells of an outage, so this one logs nothing. */
    public static KafkaHealth silent(String address, String topic) {
        return new KafkaHealth(address, topic, Optional::empty, System::nanoTime, false);
    }

    private KafkaHealth(
            String address, String topic, Supplier<Optional<String>> diagnosis, LongSupplier nanoTime, boolean logs) {
        this.logs = logs;
        this.address = address;
        this.diagnosis = diagnosis;
        this.topic = topic;
        this.nanoTime = nanoTime;
        this.state = new KafkaState(Kind.CONNECTING, "asking Kafka at " + address);
    }

    /** Kafka's bootstrap server, as the user gave it. */
    public String address() {
        return address;
    }

    /** The frames' topic. */
    public String topic() {
        return topic;
    }

    /** The present state. */
    public KafkaState now() {
        return state;
    }

    /** Kafka answers and has the topic. */
    public void ready() {
        set(new KafkaState(Kind.READY, "Kafka at " + address + " has the topic " + topic));
    }

    /** Kafka answers, but has no such topic. */
    public void noTopic() {
        set(new KafkaState(Kind.NO_TOPIC, "the topic " + topic + " does not exist yet: start a publisher"));
    }

    /** Kafka did not answer in time. The reason is looked for beside, so that nothing waits for it. */
    public synchronized void doesNotAnswer() {
        boolean begins = state.kind() != Kind.AWAY;
        if (begins) {
            reason = "";
            diagnosedNanos = null;
        }
        Long before = diagnosedNanos;
        long now = nanoTime.getAsLong();
        set(away(reason));
        if ((before == null || now - before >= REASON_PAUSE.toNanos()) && diagnosing.compareAndSet(false, true)) {
            diagnosedNanos = now;
            Thread thread = new Thread(this::diagnose, "kafka-diagnosis");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void diagnose() {
        try {
            Optional<String> found = diagnosis.get();
            synchronized (this) {
                if (state.kind() == Kind.AWAY && found.isPresent()) {
                    reason = found.get();
                    set(away(reason));
                }
            }
        } finally {
            diagnosing.set(false);
        }
    }

    private KafkaState away(String why) {
        return new KafkaState(
                Kind.AWAY, "Kafka at " + address + " does not answer" + (why.isEmpty() ? "" : ": " + why));
    }

    /** Kafka cannot be used, for a reason that its client gave. */
    public void refuses(String why) {
        set(new KafkaState(Kind.AWAY, "Kafka at " + address + ": " + why));
    }

    private synchronized void set(KafkaState next) {
        KafkaState before = state;
        state = next;
        boolean begins = before.kind() != next.kind();
        if (!logs) {
            return;
        }
        if (!begins && (next.kind() != Kind.AWAY || logged.equals(next.detail()) || !mayLogAgain())) {
            return;
        }
        logged = next.detail();
        loggedNanos = nanoTime.getAsLong();
        switch (next.kind()) {
            case READY -> LOG.info("{}", next.detail());
            case NO_TOPIC -> LOG.info("{}; waiting for it", next.detail());
            case AWAY -> LOG.warn("{}; retrying", next.detail());
            case CONNECTING -> LOG.debug("{}", next.detail());
        }
    }

    /** The first reason may come at once. */
    private boolean mayLogAgain() {
        return logged.equals(away("").detail()) || nanoTime.getAsLong() - loggedNanos >= REASON_PAUSE.toNanos();
    }
}
