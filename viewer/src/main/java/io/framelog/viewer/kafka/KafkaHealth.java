package io.framelog.viewer.kafka;

import io.framelog.viewer.kafka.KafkaState.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How it stands with Kafka, said once in the log at each change. Safe for any number of threads. */
public final class KafkaHealth {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaHealth.class);

    private final String address;
    private final String topic;
    private volatile KafkaState state;

    /**
     * @param address where Kafka is looked for
     * @param topic the frames' topic
     */
    public KafkaHealth(String address, String topic) {
        this.address = address;
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

    /** How it stands now. */
    public KafkaState now() {
        return state;
    }

    public void ready() {
        set(new KafkaState(Kind.READY, "Kafka at " + address + " has the topic " + topic));
    }

    public void noTopic() {
        set(new KafkaState(Kind.NO_TOPIC, "the topic " + topic + " does not exist yet: start a publisher"));
    }

    public void doesNotAnswer() {
        set(new KafkaState(Kind.AWAY, "Kafka at " + address + " does not answer"));
    }

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
            case AWAY -> LOG.warn("{}; trying again until it does", next.detail());
            case CONNECTING -> LOG.debug("{}", next.detail());
        }
    }
}
