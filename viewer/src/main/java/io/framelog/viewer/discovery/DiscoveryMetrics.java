package io.framelog.viewer.discovery;

import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of the known streams and of Kafka's state. */
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
        Meters.gauge(registry, "streams", "known streams", catalog, known -> known.names()
                .size());
        Meters.gauge(
                registry,
                "streams.clock.skew.seconds",
                "how wrong the clock of the stream is whose clock is most wrong",
                catalog,
                known -> known.worstClockSkew().toMillis() / 1e3);
        Meters.gauge(registry, "streams.limit", "limit of known streams", catalog, known -> Catalog.MAX_STREAMS);
        Meters.counter(registry, "streams.refused", "streams left out: limit reached", catalog, Catalog::refusedCount);
        Meters.gauge(
                registry,
                "lookups.waiting",
                "requests that wait for a newest frame",
                newestFrames,
                NewestFrames::waiting);
        Meters.gauge(
                registry,
                "lookups.limit",
                "limit of waiting requests",
                newestFrames,
                frames -> NewestFrames.MAX_WAITING);
    }

    private static int ready(KafkaHealth health) {
        return health.now().isReady() ? 1 : 0;
    }
}
