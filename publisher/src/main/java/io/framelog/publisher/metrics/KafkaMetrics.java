package io.framelog.publisher.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Whether Kafka answers, and those of the metrics of Kafka's producers that tell why it is slow. */
final class KafkaMetrics implements MultiCollector {
    private static final String GROUP = "producer-metrics";
    private static final double MILLIS_PER_SECOND = 1e3;

    private final BooleanSupplier ready;
    private final Supplier<Map<String, Map<MetricName, ? extends Metric>>> producers;

    /** @param producers their metrics, by their client IDs */
    KafkaMetrics(BooleanSupplier ready, Supplier<Map<String, Map<MetricName, ? extends Metric>>> producers) {
        this.ready = ready;
        this.producers = producers;
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Map<MetricName, ? extends Metric>> all = producers.get();
        return MetricSnapshots.of(
                Family.gauge(
                        "kafka_ready",
                        "1 if Kafka answers and has the topics, otherwise 0",
                        Map.of(Labels.EMPTY, ready.getAsBoolean() ? 1 : 0)),
                Family.gauge("kafka_connections", "connections to brokers", values(all, "connection-count", 1)),
                Family.gauge(
                        "kafka_request_latency_seconds",
                        "a broker's answer took this long, on average of 30 s",
                        values(all, "request-latency-avg", MILLIS_PER_SECOND)),
                Family.gauge(
                        "kafka_throttle_seconds",
                        "a quota delayed an answer this long, on average of 30 s",
                        values(all, "produce-throttle-time-avg", MILLIS_PER_SECOND)),
                Family.counter("kafka_retries", "records that were sent again", values(all, "record-retry-total", 1)),
                Family.counter("kafka_outgoing_bytes", "bytes sent to brokers", values(all, "outgoing-byte-total", 1)),
                Family.gauge(
                        "kafka_buffer_available_bytes",
                        "memory for records that is free",
                        values(all, "buffer-available-bytes", 1)),
                Family.gauge("kafka_buffer_limit_bytes", "memory for records", values(all, "buffer-total-bytes", 1)));
    }

    /** A metric of each producer that has it. */
    private static Map<Labels, Double> values(
            Map<String, Map<MetricName, ? extends Metric>> producers, String name, double unitsPerBase) {
        Map<Labels, Double> values = new HashMap<>();
        producers.forEach((producer, metrics) -> metrics.forEach((key, metric) -> {
            if (key.name().equals(name)
                    && key.group().equals(GROUP)
                    && metric.metricValue() instanceof Number number
                    && !Double.isNaN(number.doubleValue())) {
                values.put(Labels.of("client_id", producer), number.doubleValue() / unitsPerBase);
            }
        }));
        return values;
    }
}
