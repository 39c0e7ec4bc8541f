package io.framelog.viewer.kafka;

/**
 * Whether frames can be read from Kafka.
 *
 * @param kind the case
 * @param detail one line for people; says what to do if there is something to do
 */
public record KafkaState(Kind kind, String detail) {
    /** The cases. */
    public enum Kind {
        /** Not known yet. */
        CONNECTING,
        /** Kafka does not answer, or refuses. */
        AWAY,
        /** Kafka answers, but the topic does not exist. */
        NO_TOPIC,
        /** Kafka answers and has the topic. */
        READY
    }

    /** Whether frames can be read. */
    public boolean isReady() {
        return kind == Kind.READY;
    }
}
