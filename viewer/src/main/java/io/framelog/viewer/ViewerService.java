package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.StatsLog;
import io.framelog.viewer.http.HttpServer;
import io.framelog.viewer.http.MetricsResource;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.metrics.Metrics;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The viewer: its features, and the HTTP servers that serve them. */
final class ViewerService implements AutoCloseable {
    /** How long proxies have to notice that the viewer is about to end, if it shows a stream to somebody. */
    private static final Duration RETIREMENT = Duration.ofSeconds(1);

    private final ViewerOptions options;
    private final ViewerFeatures features;
    private final Metrics metrics;
    private final Routes routes;
    private final Routes metricsRoutes;

    private @Nullable HttpServer server;
    private @Nullable HttpServer metricsServer;
    private @Nullable StatsLog stats;
    private boolean closed;
    private volatile boolean retiring;

    /** @throws CommandFailure if a setting of the Kafka clients is wrong, or the file of users cannot be used */
    ViewerService(ViewerOptions options, KafkaOptions kafka) {
        this.options = options;
        features = new ViewerFeatures(options, kafka);
        metrics = features.metrics();
        routes = features.routes(() -> retiring);
        metricsRoutes = options.access().metricsPort() == 0 ? routes : features.openRoutes();
        new MetricsResource(metrics).addRoutes(metricsRoutes);
    }

    /**
     * Starts to listen, whether or not Kafka is reachable.
     *
     * @throws CommandFailure if the viewer cannot listen on the address, the certificate cannot be used, or a setting
     *     of the Kafka clients is wrong
     */
    synchronized void start() {
        if (closed) {
            return;
        }
        Ports ports = features.ports();
        // The threads create the Kafka clients while Jetty starts, because both take equally long.
        features.start();
        server = ports.open(options.port(), routes);
        if (metricsRoutes != routes) {
            metricsServer = ports.open(options.access().metricsPort(), metricsRoutes);
        }
        if (!options.stats().isZero()) {
            stats = new StatsLog(options.stats(), features.figures()::sinceLast);
        }
    }

    /** The viewer's URL. */
    synchronized String address() {
        int port = server == null ? options.port() : server.port();
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return (options.tls().isPresent() ? "https://" : "http://") + host + ":" + port + "/";
    }

    /** The metrics of all features. They can still be read after {@link #close()}. */
    Metrics metrics() {
        return metrics;
    }

    /**
     * Tells proxies, by {@code /readyz}, to send new clients elsewhere; waits a moment while clients are served. To be
     * called before {@link #close()} where other viewers may be behind the same proxy.
     */
    void retire() {
        retiring = true;
        if (features.viewers() > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(RETIREMENT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Stops the viewer. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (stats != null) {
            stats.close(features.figures().sinceBeginning());
        }
        features.closeStreaming();
        Stream.of(server, metricsServer).filter(Objects::nonNull).forEach(HttpServer::close);
        features.closeSupporting();
    }
}
