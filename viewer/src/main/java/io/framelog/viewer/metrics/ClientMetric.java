package io.framelog.viewer.metrics;

import io.framelog.frame.StreamName;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.function.Predicate;

/** A metric that is made anew for each scrape, of what its client may know. Thread-safe. */
@FunctionalInterface
public interface ClientMetric {
    /**
     * The metric as it is now.
     *
     * @param visible whether the client may see a stream, and so its name
     */
    MetricSnapshot now(Predicate<StreamName> visible);
}
