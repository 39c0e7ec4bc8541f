package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of replays and of their memory. */
public final class ReplayMetrics implements MeterBinder {
    private final Replays replays;

    /** Makes metrics of these replays. */
    public ReplayMetrics(Replays replays) {
        this.replays = replays;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Slots slots = replays.slots();
        Meters.gauge(registry, "replays", "connections that show a replay", slots, Slots::used);
        Meters.gauge(registry, "replays.limit", "limit of replays at the same time", slots, Slots::limit);
        Meters.counter(registry, "replays.refused", "replays refused: limit reached", slots, Slots::refusedCount);
        Meters.gauge(
                registry,
                "replays.chunks.waiting",
                "chunks of frames that wait to be read; at most one for each replay",
                replays,
                Replays::chunksWaiting);
        Meters.counter(
                registry, "replays.chunks.read", "chunks of frames read from Kafka", replays, Replays::chunksRead);
        Meters.counter(
                registry,
                "replays.chunks.shared",
                "chunks of frames already read for another replay",
                replays,
                Replays::chunksShared);
        PartPool pool = replays.pool();
        Meters.gauge(registry, "replays.pool.used.bytes", "memory in use by replayed frames", pool, PartPool::lent);
        Meters.gauge(
                registry, "replays.pool.limit.bytes", "limit of memory for replayed frames", pool, PartPool::limit);
    }
}
