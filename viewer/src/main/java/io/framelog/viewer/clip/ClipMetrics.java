package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of clips. */
public final class ClipMetrics implements MeterBinder {
    private final Slots slots;
    private final ClipCounters counters;

    /** @param slots one slot for each clip */
    public ClipMetrics(Slots slots, ClipCounters counters) {
        this.slots = slots;
        this.counters = counters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "clips", "clips being made", slots, Slots::used);
        Meters.gauge(registry, "clips.limit", "limit of clips being made", slots, Slots::limit);
        Meters.counter(registry, "clips.refused", "clips refused: limit reached", slots, Slots::refusedCount);
        Meters.counter(
                registry,
                "clips.broken",
                "clips sent only in part: the client left or stalled, or Kafka did not answer",
                counters,
                ClipCounters::brokenOff);
        Meters.counter(
                registry,
                "clips.incomplete",
                "clips that lack frames, because retention removed them",
                counters,
                ClipCounters::jumpedCount);
        Meters.counter(registry, "clips.frames", "frames in clips", counters, ClipCounters::frames);
        Meters.counter(registry, "clips.skipped", "damaged frames left out of clips", counters, ClipCounters::leftOut);
        Meters.counter(registry, "clips.bytes", "bytes of clips sent", counters, ClipCounters::bytes);
    }
}
