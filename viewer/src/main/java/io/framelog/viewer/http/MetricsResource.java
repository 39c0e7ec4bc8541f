package io.framelog.viewer.http;

import io.framelog.viewer.metrics.Metrics;

/** Answers with the metrics, for Prometheus. */
public final class MetricsResource implements Feature {
    private final Metrics metrics;

    /** @param metrics what is counted */
    public MetricsResource(Metrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.get("/metrics", context -> context.header("Cache-Control", "no-store")
                .contentType(Metrics.CONTENT_TYPE)
                .result(metrics.scrape()));
    }
}
