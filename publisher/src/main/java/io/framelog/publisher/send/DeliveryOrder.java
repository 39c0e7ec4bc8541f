package io.framelog.publisher.send;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps frames in order where the user's settings switch the producer's idempotence off, which alone does so with several
 * requests under way: a request that is tried again would come after its successors.
 *
 * @param config a producer's settings
 * @param warning what can no longer be promised, for people; empty where nothing is lost
 */
record DeliveryOrder(Map<String, Object> config, String warning) {
    /**
     * Sees to it.
     *
     * @param config a producer's settings, the user's over ours, which leave the number of requests to Kafka
     */
    static DeliveryOrder keep(Map<String, Object> config) {
        boolean everywhere = acks(config).equals("all") || acks(config).equals("-1");
        boolean triedAgain = !String.valueOf(config.get(ProducerConfig.RETRIES_CONFIG))
                .strip()
                .equals("0");
        if (isIdempotent(config) || (everywhere && !triedAgain)) {
            return new DeliveryOrder(config, "");
        }
        Map<String, Object> changed = new HashMap<>(config);
        Object requests = changed.putIfAbsent(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        boolean ordered = requests == null || String.valueOf(requests).strip().equals("1");
        return new DeliveryOrder(
                changed,
                "the settings of --kafka-config leave the producer without idempotence: when Kafka was away, a frame may come twice"
                        + (ordered ? ", though in order (one request at a time)" : ", and out of order")
                        + (everywhere ? "" : "; with acks=" + acks(config) + " one that counts as sent may be lost"));
    }

    private static String acks(Map<String, Object> config) {
        return String.valueOf(config.getOrDefault(ProducerConfig.ACKS_CONFIG, "all"))
                .strip();
    }

    /** By Kafka's own rules, which know several settings that switch it off. */
    private static boolean isIdempotent(Map<String, Object> config) {
        Map<String, Object> complete = new HashMap<>(config);
        complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        try {
            return new ProducerConfig(complete).getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        } catch (ConfigException e) {
            return true; // The producer itself will say what is wrong.
        }
    }
}
