package io.framelog.testing;

import java.util.UUID;

/**
 * The broker that all tests of a JVM share, by {@link KafkaExtension}. It creates topics at their first use, and keeps
 * records of any age. Immutable.
 *
 * @param bootstrapServer the address for clients: {@code host:port}
 */
public record TestKafka(String bootstrapServer) {

    /**
     * A name for a topic, a stream or a group that no other test uses: tests share the broker, but not its content.
     *
     * @param prefix what it is for: a letter or digit, then letters, digits, {@code . _ -}
     */
    public String uniqueName(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
