package io.framelog.viewer.metrics;

import io.framelog.cli.VersionProvider;
import io.framelog.frame.StreamName;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Predicate;

/** Which version of Framelog this is, and on which Java. */
final class BuildInfo implements ClientMetric {
    private final MetricSnapshot info = new InfoSnapshot(
            new MetricMetadata("framelog_build", "the version of Framelog, and that of Java"),
            List.of(new InfoDataPointSnapshot(Labels.of(
                    "version",
                    VersionProvider.version(),
                    "java",
                    Runtime.version().toString()))));

    @Override
    public MetricSnapshot now(Predicate<StreamName> visible) {
        return info;
    }
}
