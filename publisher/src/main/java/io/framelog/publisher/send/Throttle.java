package io.framelog.publisher.send;

import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Whether Kafka makes a producer wait, because it sends more than its quota allows. Immutable and thread-safe.
 *
 * @param longest the producer's own measurement, in milliseconds, of its last minute; null if it has none
 */
record Throttle(@Nullable Metric longest) {
    /** No producer. */
    static final Throttle NONE = new Throttle(null);

    /** The cause and the remedy. */
    static final String TEXT =
            "Kafka slows this user down to its quota: raise producer_byte_rate with kafka-configs, or lower --quality,"
                    + " --size or --fps";

    /** Less than this delays frames, but drops none. */
    private static final double FELT_MILLIS = 500;

    /** What a producer feels. */
    static Throttle of(Producer<?, ?> producer) {
        return producer.metrics().entrySet().stream()
                .filter(metric -> metric.getKey().name().equals("produce-throttle-time-max"))
                .map(metric -> new Throttle(metric.getValue()))
                .findFirst()
                .orElse(NONE);
    }

    boolean isFelt() {
        return longest != null && longest.metricValue() instanceof Double millis && millis > FELT_MILLIS;
    }
}
