package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.preview.Previews;
import io.framelog.viewer.receiving.WatchPlan;
import io.micrometer.core.instrument.MeterRegistry;

/** Serves video of the past, from any moment of the log. Without an end, it continues as live video. */
public final class ReplayFeature implements Feature {
    private final Replays replays;
    private final ReplayResource resource;
    private final ReplayOpener opener;

    /**
     * Creates the feature. It starts no thread before the first replay.
     *
     * @param live sends the frames, and continues replays that reach the end of the log
     * @param previews makes pictures smaller, for clients that ask for it
     * @param plan the partitions that the receiver reads
     * @param maxReplays the most replays at the same time
     * @param memory the most bytes of memory for replayed frames
     */
    public ReplayFeature(
            LiveFeature live,
            Previews previews,
            HistoryFeature history,
            WatchPlan plan,
            StreamNames streams,
            MomentParameters moments,
            int maxReplays,
            long memory) {
        replays = new Replays(live.fanOut(), previews, history.readers(), plan, maxReplays, memory);
        ReplayParameters parameters = new ReplayParameters(moments);
        resource = new ReplayResource(replays, streams, live.limit(), live.response(), parameters);
        opener = new ReplayOpener(replays, parameters, live.fanOut());
    }

    /** Opens replays for other features. */
    public ReplayOpener opener() {
        return opener;
    }

    /** Adds the routes for video of the past. This feature must come before live video in the list of features. */
    @Override
    public void addRoutes(Routes routes) {
        routes.when(ReplayResource::isMeant).video(resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, replays.slots())
                .gauge("replays", "connections that show a replay", Slots::used)
                .gauge("replays.limit", "limit of replays at the same time", Slots::limit)
                .counter("replays.refused", "replays refused: limit reached", Slots::refusedCount);
        Meters.of(registry, replays)
                .gauge(
                        "replays.chunks.waiting",
                        "chunks of frames that wait to be read; at most one for each replay",
                        Replays::chunksWaiting)
                .counter("replays.chunks.read", "chunks of frames read from Kafka", Replays::chunksRead)
                .counter(
                        "replays.chunks.shared",
                        "chunks of frames already read for another replay",
                        Replays::chunksShared);
        Meters.of(registry, replays.pool())
                .gauge("replays.pool.used.bytes", "memory in use by replayed frames", PartPool::lent)
                .gauge("replays.pool.limit.bytes", "limit of memory for replayed frames", PartPool::limit);
    }

    @Override
    public void close() {
        replays.close();
    }
}
