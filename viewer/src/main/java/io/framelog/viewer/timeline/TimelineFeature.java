package io.framelog.viewer.timeline;

import io.framelog.viewer.history.HistoryFeature;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.kafka.KafkaHealth;

/** Serves the timeline of a stream: its frames, gaps and events in the log. */
public final class TimelineFeature implements Feature {
    private final TimelineResource resource;

    /** Starts no thread; it reads with the threads of {@code history}. */
    public TimelineFeature(
            TimelineReader timelines, HistoryFeature history, KafkaHealth health, MomentParameters moments) {
        resource = new TimelineResource(history.lookups(), timelines, health, moments);
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.stream("/timeline", routes.costly(resource::answer));
    }
}
