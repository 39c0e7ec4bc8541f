package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of the clips, with their limit. */
public final class ClipMetrics implements MeterBinder {
    private final Slots slots;
    private final ClipCounters counters;

    /** @param slots one for each clip */
    public ClipMetrics(Slots slots, ClipCounters counters) {
        this.slots = slots;
        this.counters = counters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "clips", "clips being made", slots, Slots::used);
        Meters.gauge(registry, "clips.limit", "their limit", slots, Slots::limit);
        Meters.counter(registry, "clips.refused", "clips refused: the limit was reached", slots, Slots::refusedCount);
        Meters.counter(
                registry,
                "clips.broken",
                "clips received only in part: the client left or stalled, or Kafka did not answer",
                counters,
                ClipCounters::brokenOff);
        Meters.counter(
                registry,
                "clips.incomplete",
                "clips that lack frames which retention removed meanwhile",
                counters,
                ClipCounters::jumpedCount);
        Meters.counter(registry, "clips.frames", "frames in clips", counters, ClipCounters::frames);
        Meters.counter(registry, "clips.skipped", "damaged frames left out", counters, ClipCounters::leftOut);
        Meters.counter(registry, "clips.bytes", "bytes of clips sent", counters, ClipCounters::bytes);
    }
}
