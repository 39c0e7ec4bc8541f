package io.framelog.testing;

import java.util.UUID;

/**
 * The broker that the tests of a JVM share; {@link KafkaExtension} gives it to them. It makes topics at their first use, and
 * keeps records however old their times are. Immutable.
 *
 * @param bootstrapServer where clients reach it: {@code host:port}
 */
public record TestKafka(String bootstrapServer) {

    /**
     * A name that no other test has, for a topic, a stream or a group: tests share the broker, not what is in it.
     *
     * @param prefix what it is for: a letter or digit, then letters, digits, {@code . _ -}
     */
    public String uniqueName(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
