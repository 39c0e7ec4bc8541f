package io.framelog.viewer.metrics;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.StreamName;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The metrics for Prometheus. The first scrape creates the registry, so that the viewer starts without loading its
 * classes. Counting needs no registry. Thread-safe.
 */
public final class Metrics {
    /** The media type of {@link #scrape}: Prometheus' text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    /** The prefix of the names of all metrics that are the viewer's own. */
    static final String PREFIX = "framelog_viewer_";

    private final List<? extends MetricSource> sources;
    private @Nullable PrometheusMeterRegistry registry;

    /** @param sources register their metrics at the first scrape */
    public Metrics(List<? extends MetricSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /**
     * All metrics, in Prometheus' text format.
     *
     * @param visible whether the client may see a stream; metrics name no other
     */
    public String scrape(Predicate<StreamName> visible) {
        return ofAll() + ofClient(visible);
    }

    private String ofClient(Predicate<StreamName> visible) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(
                            text,
                            new MetricSnapshots(Stream.concat(
                                            Stream.of(new BuildInfo()),
                                            sources.stream().flatMap(source -> source.clientMetrics().stream()))
                                    .map(metric -> metric.now(visible))
                                    .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString(UTF_8);
    }

    private synchronized String ofAll() {
        PrometheusMeterRegistry present = registry;
        if (present == null) {
            present = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            new CpuMetrics().bindTo(present); // first, because it sets a filter
            for (MetricSource source : sources) {
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
