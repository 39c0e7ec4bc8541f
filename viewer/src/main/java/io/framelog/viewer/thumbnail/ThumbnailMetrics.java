package io.framelog.viewer.thumbnail;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of the thumbnails, with their limits. */
public final class ThumbnailMetrics implements MeterBinder {
    private final Thumbnails thumbnails;

    /** @param thumbnails whose metrics these are */
    public ThumbnailMetrics(Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "thumbnails.bytes", "memory of cached thumbnails", thumbnails, Thumbnails::cachedBytes);
        Meters.gauge(registry, "thumbnails.limit.bytes", "its limit", thumbnails, any -> Thumbnails.CACHE_BYTES);
        Meters.counter(registry, "thumbnails.asked", "thumbnails requested", thumbnails, Thumbnails::askedCount);
        Meters.counter(registry, "thumbnails.made", "thumbnails made: not cached", thumbnails, Thumbnails::madeCount);
        Meters.counter(
                registry,
                "thumbnails.refused",
                "thumbnails refused: the queue was full",
                thumbnails,
                Thumbnails::refusedCount);
        Meters.gauge(registry, "thumbnails.waiting", "thumbnails in the queue", thumbnails, Thumbnails::waiting);
        Meters.gauge(registry, "thumbnails.waiting.limit", "its limit", thumbnails, any -> Thumbnails.MAX_WAITING);
    }
}
