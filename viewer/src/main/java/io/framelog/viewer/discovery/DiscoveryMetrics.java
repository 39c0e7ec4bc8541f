package io.framelog.viewer.discovery;

import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The metrics of what is known of streams and of Kafka. */
final class DiscoveryMetrics implements MeterBinder {
    private final Catalog catalog;
    private final NewestFrames newestFrames;
    private final KafkaHealth health;

    DiscoveryMetrics(Catalog catalog, NewestFrames newestFrames, KafkaHealth health) {
        this.catalog = catalog;
        this.newestFrames = newestFrames;
        this.health = health;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "kafka.ready", "1 if Kafka answers and has the topic", health, DiscoveryMetrics::ready);
        Meters.gauge(registry, "streams", "streams known", catalog, known -> known.names()
                .size());
        Meters.gauge(registry, "streams.limit", "the most there may be", catalog, known -> Catalog.MAX_STREAMS);
        Meters.counter(registry, "streams.refused", "streams left out: too many", catalog, Catalog::refusedCount);
        Meters.gauge(
                registry, "lookups.waiting", "requests for frames of the log", newestFrames, NewestFrames::waiting);
        Meters.gauge(
                registry, "lookups.limit", "the most there may be", newestFrames, frames -> NewestFrames.MAX_WAITING);
    }

    private static int ready(KafkaHealth health) {
        return health.now().isReady() ? 1 : 0;
    }
}
