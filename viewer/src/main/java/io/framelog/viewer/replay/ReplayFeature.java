package io.framelog.viewer.replay;

import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.http.StreamNames;
import io.framelog.viewer.live.LiveFeature;
import io.framelog.viewer.receiving.WatchPlan;
import io.micrometer.core.instrument.MeterRegistry;

/** Video of the past, from any moment of the log, which becomes live where it has no end. */
public final class ReplayFeature implements Feature {
    private final Replays replays;
    private final ReplayResource resource;

    /**
     * Nothing runs before the first replay.
     *
     * @param live writes the frames, and is where a replay ends up
     * @param plan tells what the receiver reads
     * @param maxReplays how many there may be at a time
     * @param memory bytes that their frames may take
     */
    public ReplayFeature(
            LiveFeature live,
            HistoryFeature history,
            WatchPlan plan,
            StreamNames streams,
            MomentParameters moments,
            int maxReplays,
            long memory) {
        replays = new Replays(live.fanOut(), history.readers(), plan, maxReplays, memory);
        resource = new ReplayResource(replays, streams, live.limit(), live.response(), moments);
    }

    /** Requests for video that ask for the past: other features' come after it in the list of features. */
    @Override
    public void addRoutes(Routes routes) {
        routes.when(ReplayResource::isMeant).video(resource::answer);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new ReplayMetrics(replays).bindTo(registry);
    }

    @Override
    public void close() {
        replays.close();
    }
}
