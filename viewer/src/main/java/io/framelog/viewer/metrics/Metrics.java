package io.framelog.viewer.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics for Prometheus. The first scrape creates the registry, so that the viewer starts without loading its
 * classes. Counting needs no registry. Thread-safe.
 */
public final class Metrics {
    /** The media type of {@link #scrape()}: Prometheus' text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<? extends MeterBinder> sources;
    private @Nullable PrometheusMeterRegistry registry;

    /** @param sources register their metrics at the first scrape */
    public Metrics(List<? extends MeterBinder> sources) {
        this.sources = List.copyOf(sources);
    }

    /** All metrics, in Prometheus' text format. */
    public synchronized String scrape() {
        PrometheusMeterRegistry present = registry;
        if (present == null) {
            present = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new CpuMetrics().bindTo(present); // first, because it sets a filter
            for (MeterBinder source : sources) {
                source.bindTo(present);
            }
            new JvmMemoryMetrics().bindTo(present);
            new JvmThreadMetrics().bindTo(present);
            new UptimeMetrics().bindTo(present);
            registry = present;
        }
        return present.scrape();
    }
}
