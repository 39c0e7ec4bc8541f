package io.framelog.viewer.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The metrics as Prometheus reads them. Counting costs next to nothing and needs no registry. The registry is made when
 * somebody asks for the first time, so that the start need not load its classes. Safe for any number of threads.
 */
public final class Metrics {
    /** The media type of {@link #scrape()}: Prometheus' text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final List<? extends MeterBinder> sources;
    private @Nullable PrometheusMeterRegistry registry;

    /** @param sources register their metrics when somebody asks for the first time */
    public Metrics(List<? extends MeterBinder> sources) {
        this.sources = List.copyOf(sources);
    }

    /** All metrics, in Prometheus' text format. */
    public synchronized String scrape() {
        PrometheusMeterRegistry present = registry;
        if (present == null) {
            present = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            for (MeterBinder source : sources) {
                source.bindTo(present);
            }
            new JvmMemoryMetrics().bindTo(present);
            new JvmThreadMetrics().bindTo(present);
            new ProcessorMetrics().bindTo(present);
            new UptimeMetrics().bindTo(present);
            registry = present;
        }
        return present.scrape();
    }
}
