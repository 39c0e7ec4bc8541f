package io.framelog.testing;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A plain producer of bytes that keeps its order in a new topic. A new partition may refuse the first request because it
 * is not ready, and accept the second; then Kafka up to 4.4 takes the first one later or never (KAFKA-15591). So this
 * one has one request in flight.
 */
public final class OrderedProducer extends KafkaProducer<byte[], byte[]> {
    /**
     * Connects to a broker.
     *
     * @param bootstrapServer the broker's address
     */
    public OrderedProducer(String bootstrapServer) {
        this(bootstrapServer, Map.of());
    }

    /**
     * Connects to a broker.
     *
     * @param more further settings
     */
    public OrderedProducer(String bootstrapServer, Map<String, Object> more) {
        super(settings(bootstrapServer, more), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> settings(String bootstrapServer, Map<String, Object> more) {
        Map<String, Object> settings = new HashMap<>(more);
        settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        settings.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return settings;
    }
}
