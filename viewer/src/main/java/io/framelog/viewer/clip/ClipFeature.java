package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.ClientAddress;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;

/** Serves parts of a stream as files. */
public final class ClipFeature implements Feature {
    private final Clips clips;
    private final ClipResource resource;

    /**
     * Starts no thread before the first clip.
     *
     * @param addresses finds out where clients are, for the audit log
     */
    public ClipFeature(ClipLimits limits, HistoryFeature history, MomentParameters moments, ClientAddress addresses) {
        clips = new Clips(limits);
        resource = new ClipResource(clips, history.readers(), moments, new ClipAudit(addresses));
    }

    @Override
    public void addRoutes(Routes routes) {
        for (ClipKind kind : ClipKind.values()) {
            routes.past(
                    "." + kind.ending(), routes.costly((context, stream) -> resource.answer(context, stream, kind)));
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, clips.slots())
                .gauge("clips", "clips being made", Slots::used)
                .gauge("clips.limit", "limit of clips being made", Slots::limit)
                .counter("clips.refused", "clips refused: limit reached", Slots::refusedCount);
        Meters.of(registry, clips.cache())
                .gauge("clips.kept.bytes", "bytes of the clips that are kept for ranges", ClipCache::bytes)
                .gauge("clips.kept.limit.bytes", "limit of these bytes", ClipCache::limit);
        Meters.of(registry, clips.sending())
                .gauge("clips.sending", "kept clips being sent", Slots::used)
                .gauge("clips.sending.limit", "limit of kept clips being sent", Slots::limit)
                .counter("clips.sending.refused", "kept clips refused: limit reached", Slots::refusedCount);
        Meters.of(registry, clips.counters())
                .counter(
                        "clips.broken",
                        "clips sent only in part: the client left or stalled, or Kafka did not answer",
                        ClipCounters::brokenOff)
                .counter(
                        "clips.incomplete",
                        "clips that lack frames, because retention removed them",
                        ClipCounters::jumpedCount)
                .counter("clips.frames", "frames in clips", ClipCounters::frames)
                .counter("clips.skipped", "damaged frames left out of clips", ClipCounters::leftOut)
                .counter("clips.bytes", "bytes of clips sent", ClipCounters::bytes);
    }

    @Override
    public void close() {
        clips.close();
    }
}
