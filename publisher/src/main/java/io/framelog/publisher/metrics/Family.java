package io.framelog.publisher.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;

/** Makes a metric of its values by their labels. */
final class Family {
    private static final String PREFIX = "framelog_publisher_";

    private Family() {}

    static MetricMetadata metadata(String name, String help) {
        return new MetricMetadata(PREFIX + name, help);
    }

    /** A number that only grows. Its name in a scrape ends with {@code _total}. */
    static MetricSnapshot counter(String name, String help, Map<Labels, ? extends Number> values) {
        return new CounterSnapshot(
                metadata(name, help),
                values.entrySet().stream()
                        .map(value ->
                                new CounterDataPointSnapshot(value.getValue().doubleValue(), value.getKey(), null, 0))
                        .toList());
    }

    /** A number that goes up and down. */
    static MetricSnapshot gauge(String name, String help, Map<Labels, ? extends Number> values) {
        return new GaugeSnapshot(
                metadata(name, help),
                values.entrySet().stream()
                        .map(value ->
                                new GaugeDataPointSnapshot(value.getValue().doubleValue(), value.getKey(), null))
                        .toList());
    }
}
