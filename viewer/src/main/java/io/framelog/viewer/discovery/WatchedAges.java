package io.framelog.viewer.discovery;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.StreamView;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.ClientMetric;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Tells how old the newest frame of each watched stream is, as the list of streams does. */
final class WatchedAges implements ClientMetric {
    /** More streams have no time series of their own: those that come first by name have one. */
    static final int MAX_STREAMS = 1_000;

    private static final double MILLIS_PER_SECOND = 1e3;

    private final LiveStreams streams;
    private final Catalog catalog;

    WatchedAges(LiveStreams streams, Catalog catalog) {
        this.streams = streams;
        this.catalog = catalog;
    }

    @Override
    public MetricSnapshot now(Predicate<StreamName> visible) {
        List<GaugeDataPointSnapshot> ages = streams.names().stream()
                .filter(visible)
                .sorted()
                .limit(MAX_STREAMS)
                .map(catalog::view)
                .flatMap(Optional::stream)
                .flatMap(view -> view.age().map(age -> point(view, age)).stream())
                .toList();
        return new GaugeSnapshot(
                new MetricMetadata("framelog_viewer_stream_age_seconds", "age of a watched stream's newest frame"),
                ages);
    }

    private static GaugeDataPointSnapshot point(StreamView stream, Duration age) {
        return new GaugeDataPointSnapshot(
                age.toMillis() / MILLIS_PER_SECOND,
                Labels.of("stream", stream.name().value()),
                null);
    }
}
