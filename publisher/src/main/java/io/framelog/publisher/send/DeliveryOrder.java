package io.framelog.publisher.send;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Keeps frames in order if the user's settings disable the producer's idempotence. Without it, a request that is
 * retried would come after its successors, if several requests are in flight.
 *
 * @param config a producer's settings
 * @param warning what is no longer guaranteed, in readable form; empty if everything is
 */
record DeliveryOrder(Map<String, Object> config, String warning) {
    /**
     * Limits the producer to one request at a time where that is necessary.
     *
     * @param config a producer's settings, including the user's
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
                "--kafka-config disables the producer's idempotence: after an outage of Kafka, a frame may come twice"
                        + (ordered ? ", but in order (one request at a time)" : ", and out of order")
                        + (everywhere ? "" : "; with acks=" + acks(config) + ", an acknowledged frame may be lost"));
    }

    private static String acks(Map<String, Object> config) {
        return String.valueOf(config.getOrDefault(ProducerConfig.ACKS_CONFIG, "all"))
                .strip();
    }

    /** Asks Kafka's client, because several settings disable idempotence. */
    private static boolean isIdempotent(Map<String, Object> config) {
        Map<String, Object> complete = new HashMap<>(config);
        complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        try {
            return new ProducerConfig(complete).getBoolean(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG);
        } catch (ConfigException e) {
            return true; // Kafka's producer will report it.
        }
    }
}
