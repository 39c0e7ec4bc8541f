package io.framelog.publisher.metrics;

import static java.util.stream.Collectors.toMap;

import io.framelog.latency.LatencyBuckets;
import io.framelog.publisher.metrics.StreamFigures.Level;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.progress.RefusalReason;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The metrics of the streams, each with the label {@code stream}. A scrape reads the counters that the streams have
 * anyway.
 */
final class StreamMetrics implements MultiCollector {
    /** More streams have no metrics of their own: each has 40 time series. */
    static final int MAX_STREAMS = 1_000;

    private static final String STREAM = "stream";
    private static final String REASON = "reason";

    private final Supplier<List<StreamFigures>> streams;

    /** @param streams those that are running */
    StreamMetrics(Supplier<List<StreamFigures>> streams) {
        this.streams = streams;
    }

    @Override
    public MetricSnapshots collect() {
        List<StreamFigures> all = streams.get();
        List<StreamFigures> told = all.subList(0, Math.min(all.size(), MAX_STREAMS));
        MetricSnapshots.Builder metrics = MetricSnapshots.builder();
        metrics.metricSnapshot(Family.gauge("streams", "running streams", Map.of(Labels.EMPTY, all.size())));
        metrics.metricSnapshot(Family.gauge(
                "streams_limit", "the most streams that have metrics of their own", Map.of(Labels.EMPTY, MAX_STREAMS)));
        metrics.metricSnapshot(
                Family.gauge("source_up", "1 if the source delivers, otherwise 0", by(told, it -> it.up() ? 1 : 0)));
        counter(metrics, told, "captured_frames", "frames that were made of the source", PublishStats::captured);
        counter(metrics, told, "encoded_frames", "captured frames that were encoded", PublishStats::encoded);
        counter(
                metrics,
                told,
                "passed_through_frames",
                "captured frames that have the source's own image",
                PublishStats::passedThrough);
        metrics.metricSnapshot(Family.counter(
                "dropped_frames",
                "frames that were not sent, or not taken by Kafka",
                byReason(told, DropReason.values(), PublishStats::dropped)));
        counter(metrics, told, "sent_frames", "frames that were given to Kafka's client", PublishStats::sent);
        counter(metrics, told, "acknowledged_frames", "frames that Kafka has taken", PublishStats::acknowledged);
        counter(metrics, told, "acknowledged_bytes", "bytes of these frames", PublishStats::acknowledgedBytes);
        metrics.metricSnapshot(Family.counter(
                "refused_frames",
                "frames that Kafka has not taken",
                byReason(told, RefusalReason.values(), PublishStats::refused)));
        metrics.metricSnapshot(latency(told));
        level(metrics, told, "queue", "frames", "frames that wait to be sent", StreamFigures::queuedFrames);
        level(metrics, told, "queue", "bytes", "bytes that wait to be sent", StreamFigures::queuedBytes);
        level(
                metrics,
                told,
                "unacknowledged",
                "frames",
                "frames that Kafka has not answered yet",
                StreamFigures::unacknowledgedFrames);
        return metrics.build();
    }

    private static Map<Labels, Long> by(List<StreamFigures> streams, ToLongFunction<StreamFigures> value) {
        return streams.stream().collect(toMap(StreamMetrics::labels, value::applyAsLong));
    }

    private static <R extends Enum<R>> Map<Labels, Long> byReason(
            List<StreamFigures> streams, R[] reasons, BiFunction<PublishStats, R, Long> count) {
        Map<Labels, Long> values = new HashMap<>();
        for (StreamFigures stream : streams) {
            for (R reason : reasons) {
                Labels labels = labels(stream).add(REASON, reason.name().toLowerCase(Locale.ROOT));
                values.put(labels, count.apply(stream.stats(), reason));
            }
        }
        return values;
    }

    private static Labels labels(StreamFigures stream) {
        return Labels.of(STREAM, stream.stream().value());
    }

    private static void counter(
            MetricSnapshots.Builder metrics,
            List<StreamFigures> streams,
            String name,
            String help,
            ToLongFunction<PublishStats> count) {
        metrics.metricSnapshot(Family.counter(name, help, by(streams, stream -> count.applyAsLong(stream.stats()))));
    }

    private static void level(
            MetricSnapshots.Builder metrics,
            List<StreamFigures> streams,
            String name,
            String unit,
            String help,
            Function<StreamFigures, Level> level) {
        metrics.metricSnapshot(Family.gauge(name + "_" + unit, help, by(streams, stream -> level.apply(stream)
                .used())));
        metrics.metricSnapshot(
                Family.gauge(name + "_limit_" + unit, "the limit of these", by(streams, stream -> level.apply(stream)
                        .limit())));
    }

    private static MetricSnapshot latency(List<StreamFigures> streams) {
        double[] bounds = LatencyBuckets.bounds();
        return new HistogramSnapshot(
                Family.metadata("capture_to_ack_seconds", "time from capturing a frame to Kafka's acknowledgement"),
                streams.stream()
                        .map(stream -> new HistogramDataPointSnapshot(
                                ClassicHistogramBuckets.of(
                                        bounds, stream.latency().counts()),
                                stream.latency().sum(),
                                labels(stream),
                                null,
                                0))
                        .toList());
    }
}
