package io.framelog.viewer.http;

import io.framelog.viewer.metrics.Metrics;

/** Serves the metrics for Prometheus. */
public final class MetricsResource implements Feature {
    private final Metrics metrics;

    /** @param metrics the metrics to serve */
    public MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.get("/metrics", context -> context.header("Cache-Control", "no-store")
                .contentType(Metrics.CONTENT_TYPE)
                .result(metrics.scrape(Admission.of(context)::sees)));
    }
}
