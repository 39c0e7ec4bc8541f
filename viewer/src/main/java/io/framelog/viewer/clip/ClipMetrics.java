package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What is counted of clips, and their limit. */
public final class ClipMetrics implements MeterBinder {
    private final Slots slots;
    private final ClipCounters counters;

    /** Takes what is counted elsewhere. */
    public ClipMetrics(Slots slots, ClipCounters counters) {
        this.slots = slots;
        this.counters = counters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "clips", "clips that are being made", slots, Slots::used);
        Meters.gauge(registry, "clips.limit", "the most there may be", slots, Slots::limit);
        Meters.counter(registry, "clips.refused", "clips refused: too many", slots, Slots::refusedCount);
        Meters.counter(
                registry,
                "clips.broken",
                "clips that ended before their end: no client any more, or no frames",
                counters,
                ClipCounters::brokenOff);
        Meters.counter(
                registry,
                "clips.incomplete",
                "clips that lack frames which retention took meanwhile",
                counters,
                ClipCounters::jumpedCount);
        Meters.counter(registry, "clips.frames", "frames put into clips", counters, ClipCounters::frames);
        Meters.counter(registry, "clips.skipped", "frames left out: damaged", counters, ClipCounters::leftOut);
        Meters.counter(registry, "clips.bytes", "bytes of clips sent", counters, ClipCounters::bytes);
    }
}
