package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What is counted of replays, and their limits. */
public final class ReplayMetrics implements MeterBinder {
    private final Replays replays;

    /** Takes what is counted elsewhere. */
    public ReplayMetrics(Replays replays) {
        this.replays = replays;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Slots slots = replays.slots();
        Meters.gauge(registry, "replays", "connections that show the past", slots, Slots::used);
        Meters.gauge(registry, "replays.limit", "the most there may be", slots, Slots::limit);
        Meters.counter(registry, "replays.refused", "replays refused: too many", slots, Slots::refusedCount);
        Meters.counter(registry, "replays.chunks.read", "runs of frames read of the log", replays, Replays::chunksRead);
        Meters.counter(
                registry,
                "replays.chunks.shared",
                "runs of frames that were read for somebody else",
                replays,
                Replays::chunksShared);
        PartPool pool = replays.pool();
        Meters.gauge(registry, "replays.pool.used.bytes", "memory of replayed frames in use", pool, PartPool::lent);
        Meters.gauge(registry, "replays.pool.limit.bytes", "the most there may be", pool, PartPool::limit);
    }
}
