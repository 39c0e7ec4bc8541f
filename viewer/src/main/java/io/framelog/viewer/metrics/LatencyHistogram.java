package io.framelog.viewer.metrics;

import io.framelog.frame.StreamName;
import io.framelog.latency.LatencyBuckets;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Predicate;

/**
 * Shows buckets of times as a histogram in seconds, of all streams together.
 *
 * @param name without prefix and unit
 * @param buckets count from the start of the viewer, whether or not there is a scrape
 */
public record LatencyHistogram(String name, String description, LatencyBuckets buckets) implements ClientMetric {
    @Override
    public MetricSnapshot now(Predicate<StreamName> visible) {
        return new HistogramSnapshot(
                new MetricMetadata(Metrics.PREFIX + name + "_seconds", description),
                List.of(new HistogramDataPointSnapshot(
                        ClassicHistogramBuckets.of(LatencyBuckets.bounds(), buckets.counts()),
                        buckets.sum(),
                        Labels.EMPTY,
                        null,
                        0)));
    }
}
