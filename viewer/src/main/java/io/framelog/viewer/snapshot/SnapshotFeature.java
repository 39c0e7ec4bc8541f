package io.framelog.viewer.snapshot;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.history.PastFrames;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.micrometer.core.instrument.MeterRegistry;

/** Serves single frames of streams: the newest or a past one, at full size or as a thumbnail. */
public final class SnapshotFeature implements Feature {
    /**
     * The most snapshots that are sent at the same time. That is plenty for pages, which load at most six each. With
     * frames of 1 MB and only slow clients, it is half of the memory for frames.
     */
    public static final int MAX_SNAPSHOTS = 64;

    private final Slots slots;
    private final Thumbnails thumbnails;
    private final SnapshotResource resource;

    /**
     * Creates the feature. It starts no thread before the first request.
     *
     * @param thumbnails closed together with the feature
     * @param maxSnapshots the most snapshots that are sent at the same time; each holds a frame in memory
     * @param pool the memory for past frames
     */
    public SnapshotFeature(
            Thumbnails thumbnails,
            int maxSnapshots,
            LiveStreams streams,
            NewestFrames newestFrames,
            HistoryFeature history,
            PartPool pool,
            KafkaHealth health,
            MomentParameters moments) {
        this.thumbnails = thumbnails;
        slots = new Slots(maxSnapshots);
        resource = new SnapshotResource(
                streams, newestFrames, new PastFrames(history.lookups(), pool), thumbnails, health, slots, moments);
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.when(SnapshotRequest::isCostly).picture(routes.costly(resource::answer));
        routes.picture(resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, slots)
                .gauge("snapshots", "snapshots being sent", Slots::used)
                .gauge("snapshots.limit", "limit of snapshots being sent", Slots::limit)
                .counter("snapshots.refused", "snapshots refused: limit reached", Slots::refusedCount);
        Meters.of(registry, thumbnails)
                .gauge("thumbnails.bytes", "memory of cached thumbnails", Thumbnails::cachedBytes)
                .limit("thumbnails.limit.bytes", "limit of that memory", Thumbnails.CACHE_BYTES)
                .counter("thumbnails.asked", "thumbnails requested", Thumbnails::askedCount)
                .counter("thumbnails.made", "thumbnails made, because they were not cached", Thumbnails::madeCount)
                .counter("thumbnails.refused", "thumbnails refused: queue full", Thumbnails::refusedCount)
                .gauge("thumbnails.waiting", "thumbnails waiting to be made", Thumbnails::waiting)
                .limit("thumbnails.waiting.limit", "limit of waiting thumbnails", Thumbnails.MAX_WAITING);
    }

    @Override
    public void close() {
        thumbnails.close();
    }
}
