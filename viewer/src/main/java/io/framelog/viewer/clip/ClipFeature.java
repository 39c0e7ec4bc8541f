package io.framelog.viewer.clip;

import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;

/** Serves parts of a stream as files. */
public final class ClipFeature implements Feature {
    private final Clips clips;
    private final ClipResource resource;

    /** Starts no thread before the first clip. */
    public ClipFeature(ClipLimits limits, HistoryFeature history, MomentParameters moments) {
        clips = new Clips(limits);
        resource = new ClipResource(clips, history.readers(), moments);
    }

    @Override
    public void addRoutes(Routes routes) {
        for (ClipKind kind : ClipKind.values()) {
            routes.stream("." + kind.ending(), (context, stream) -> resource.answer(context, stream, kind));
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new ClipMetrics(clips.slots(), clips.counters()).bindTo(registry);
    }

    @Override
    public void close() {
        clips.close();
    }
}
