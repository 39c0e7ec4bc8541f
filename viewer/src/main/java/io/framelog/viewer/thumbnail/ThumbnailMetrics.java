package io.framelog.viewer.thumbnail;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of thumbnails. */
public final class ThumbnailMetrics implements MeterBinder {
    private final Thumbnails thumbnails;

    /** Makes metrics of these thumbnails. */
    public ThumbnailMetrics(Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "thumbnails.bytes", "memory of cached thumbnails", thumbnails, Thumbnails::cachedBytes);
        Meters.gauge(
                registry, "thumbnails.limit.bytes", "limit of that memory", thumbnails, any -> Thumbnails.CACHE_BYTES);
        Meters.counter(registry, "thumbnails.asked", "thumbnails requested", thumbnails, Thumbnails::askedCount);
        Meters.counter(
                registry,
                "thumbnails.made",
                "thumbnails made, because they were not cached",
                thumbnails,
                Thumbnails::madeCount);
        Meters.counter(
                registry, "thumbnails.refused", "thumbnails refused: queue full", thumbnails, Thumbnails::refusedCount);
        Meters.gauge(registry, "thumbnails.waiting", "thumbnails waiting to be made", thumbnails, Thumbnails::waiting);
        Meters.gauge(
                registry,
                "thumbnails.waiting.limit",
                "limit of waiting thumbnails",
                thumbnails,
                any -> Thumbnails.MAX_WAITING);
    }
}
