package io.framelog.viewer.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** Whatever has metrics. */
public interface MetricSource extends MeterBinder {
    /** Registers the metrics that are the same for every client. They cost nothing until they are read. */
    @Override
    default void bindTo(MeterRegistry registry) {}

    /** The metrics that are made for each scrape: of streams, and histograms that count from the start. */
    default List<ClientMetric> clientMetrics() {
        return List.of();
    }
}
