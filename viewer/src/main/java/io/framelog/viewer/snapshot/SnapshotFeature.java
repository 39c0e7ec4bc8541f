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
import io.framelog.viewer.thumbnail.ThumbnailMetrics;
import io.framelog.viewer.thumbnail.Thumbnails;
import io.micrometer.core.instrument.MeterRegistry;

/** Single frames of streams: the newest or one of the past, at full size or as a thumbnail. */
public final class SnapshotFeature implements Feature {
    /**
     * Snapshots that may be sent at a time: plenty for pages, which fetch six at most. With frames of a megabyte, all of them
     * to slow clients, that is half of the memory for frames.
     */
    public static final int MAX_SNAPSHOTS = 64;

    private final Slots slots;
    private final Thumbnails thumbnails;
    private final SnapshotResource resource;

    /**
     * Nothing runs before it is asked.
     *
     * @param thumbnails are closed with it
     * @param maxSnapshots how many may be sent at a time, since each holds a frame in memory
     * @param pool the memory that frames of the past are put into
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
        routes.picture(resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "snapshots", "snapshots that are being sent", slots, Slots::used);
        Meters.gauge(registry, "snapshots.limit", "the most there may be", slots, Slots::limit);
        Meters.counter(registry, "snapshots.refused", "snapshots refused: too many", slots, Slots::refusedCount);
        new ThumbnailMetrics(thumbnails).bindTo(registry);
    }

    @Override
    public void close() {
        thumbnails.close();
    }
}
