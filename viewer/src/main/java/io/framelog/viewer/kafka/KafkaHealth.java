package io.framelog.viewer.kafka;

import io.framelog.viewer.kafka.KafkaState.Kind;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether Kafka can be used; each change is logged once. Thread-safe. */
public final class KafkaHealth {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaHealth.class);

    private final String address;
    private final String topic;
    private final Supplier<Optional<String>> diagnosis;
    private volatile KafkaState state;

    /**
     * @param address Kafka's bootstrap servers
     * @param topic the topic that is needed
     * @param diagnosis finds out why Kafka does not answer; may take some seconds
     */
    public KafkaHealth(String address, String topic, Supplier<Optional<String>> diagnosis) {
        this.address = address;
        this.diagnosis = diagnosis;
        this.topic = topic;
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

    /** Kafka did not answer in time. Looks for the reason, which takes some seconds, when it begins. */
    public void doesNotAnswer() {
        boolean begins = state.kind() != Kind.AWAY;
        if (begins) {
            set(new KafkaState(Kind.AWAY, "Kafka at " + address + " does not answer"));
            diagnosis.get().ifPresent(reason -> {
                LOG.warn("{}", reason);
                state = new KafkaState(Kind.AWAY, "Kafka at " + address + " does not answer: " + reason);
            });
        }
    }

    /** Kafka cannot be used, for a reason that its client gave. */
    public void refuses(String reason) {
        set(new KafkaState(Kind.AWAY, "Kafka at " + address + ": " + reason));
    }

    private synchronized void set(KafkaState next) {
        KafkaState before = state;
        state = next;
        if (before.kind() == next.kind()) {
            return;
        }
        switch (next.kind()) {
            case READY -> LOG.info("{}", next.detail());
            case NO_TOPIC -> LOG.info("{}; waiting for it", next.detail());
            case AWAY -> LOG.warn("{}; retrying", next.detail());
            case CONNECTING -> LOG.debug("{}", next.detail());
        }
    }
}
