package io.framelog.viewer.kafka;

/**
 * How it stands with Kafka.
 *
 * @param kind the case
 * @param detail one line for people; says what to do where there is something
 */
public record KafkaState(Kind kind, String detail) {
    /** The cases. */
    public enum Kind {
        /** It is not known yet. */
        CONNECTING,
        /** Kafka does not answer, or refuses. */
        AWAY,
        /** Kafka answers, the frames' topic does not exist. */
        NO_TOPIC,
        /** Kafka answers and has the topic. */
        READY
    }

    /** Whether frames can be read. */
    public boolean isReady() {
        return kind == Kind.READY;
    }
}
