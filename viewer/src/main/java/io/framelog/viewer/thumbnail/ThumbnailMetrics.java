package io.framelog.viewer.thumbnail;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What is counted of thumbnails, and their limits. */
public final class ThumbnailMetrics implements MeterBinder {
    private final Thumbnails thumbnails;

    /** Takes what is counted elsewhere. */
    public ThumbnailMetrics(Thumbnails thumbnails) {
        this.thumbnails = thumbnails;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(
                registry,
                "thumbnails.bytes",
                "memory of thumbnails that are kept",
                thumbnails,
                Thumbnails::cachedBytes);
        Meters.gauge(
                registry,
                "thumbnails.limit.bytes",
                "the most there may be",
                thumbnails,
                kept -> Thumbnails.CACHE_BYTES);
        Meters.counter(
                registry, "thumbnails.asked", "thumbnails that were asked for", thumbnails, Thumbnails::askedCount);
        Meters.counter(registry, "thumbnails.made", "those that were not there yet", thumbnails, Thumbnails::madeCount);
        Meters.counter(
                registry, "thumbnails.refused", "thumbnails refused: too many", thumbnails, Thumbnails::refusedCount);
        Meters.gauge(registry, "thumbnails.waiting", "thumbnails to be made", thumbnails, Thumbnails::waiting);
        Meters.gauge(
                registry,
                "thumbnails.waiting.limit",
                "the most there may be",
                thumbnails,
                kept -> Thumbnails.MAX_WAITING);
    }
}
