package io.framelog.viewer.timeline;

import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.kafka.KafkaHealth;

/** Tells where the log has frames of a stream, gaps and events. */
public final class TimelineFeature implements Feature {
    private final TimelineResource resource;

    /** Nothing runs before it is asked. */
    public TimelineFeature(
            TimelineReader timelines, HistoryFeature history, KafkaHealth health, MomentParameters moments) {
        resource = new TimelineResource(history.lookups(), timelines, health, moments);
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.stream("/timeline", resource::answer);
    }
}
