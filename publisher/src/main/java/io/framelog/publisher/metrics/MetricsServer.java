package io.framelog.publisher.metrics;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.VersionProvider;
import io.prometheus.metrics.config.ExporterFilterProperties;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Serves {@code /metrics} for Prometheus, and the health checks. They have no secrets, and are for everybody. */
public final class MetricsServer implements AutoCloseable {
    /** Requests at a time; others wait. Prometheus sends one, and whatever restarts the process another one. */
    static final int MAX_REQUESTS = 2;

    /** What each collector of the garbage has beside the sums, and what Java hardly ever changes. */
    private static final String[] EXCLUDED = {
        "jvm_memory_pool_", "jvm_memory_init_", "jvm_memory_objects_", "jvm_threads_deadlocked"
    };

    private final HTTPServer server;
    private final ExecutorService threads;

    /**
     * Begins to serve.
     *
     * @param streams those that are running
     * @param producers the metrics of Kafka's producers, by their client IDs
     * @param events the queue of events of all streams
     * @throws CommandFailure if it cannot listen there
     */
    public MetricsServer(
            String host,
            int port,
            Supplier<List<StreamFigures>> streams,
            Supplier<Map<String, Map<MetricName, ? extends Metric>>> producers,
            Supplier<EventFigures> events,
            BooleanSupplier ready,
            Health health) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new StreamMetrics(streams));
        registry.register(new KafkaMetrics(ready, producers));
        registry.register(new EventMetrics(events));
        InfoSnapshot build = build();
        registry.register(() -> build);
        ProcessMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        threads = Executors.newFixedThreadPool(MAX_REQUESTS, task -> {
            Thread thread = new Thread(task, "metrics");
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HTTPServer.builder(PrometheusProperties.builder()
                            .exporterFilterProperties(ExporterFilterProperties.builder()
                                    .excludedPrefixes(EXCLUDED)
                                    .build())
                            .build())
                    .inetAddress(InetAddress.getByName(host))
                    .port(port)
                    .registry(registry)
                    .executorService(threads)
                    .registerHealthHandler(false)
                    .defaultHandler(new HealthHandler(health))
                    .buildAndStart();
        } catch (IOException e) {
            threads.shutdownNow();
            String message = "cannot listen on " + host + ":" + port + ": " + e.getMessage()
                    + "; see --metrics-host and --metrics-port";
            throw new CommandFailure(ExitCode.UNAVAILABLE, message, e);
        }
    }

    private static InfoSnapshot build() {
        return new InfoSnapshot(
                new MetricMetadata("framelog_build", "the version of Framelog, and that of Java"),
                List.of(new InfoDataPointSnapshot(Labels.of(
                        "version",
                        VersionProvider.version(),
                        "java",
                        Runtime.version().toString()))));
    }

    @Override
    public void close() {
        server.close();
        threads.shutdownNow();
    }
}
