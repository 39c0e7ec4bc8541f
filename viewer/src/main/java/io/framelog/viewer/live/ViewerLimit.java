package io.framelog.viewer.live;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;

/** Limits the connections that show a stream at the same time. Thread-safe. */
public final class ViewerLimit {
    private final LiveStreams streams;
    private final int maxViewers;

    /** @param maxViewers the most connections that may show a stream at the same time */
    ViewerLimit(LiveStreams streams, int maxViewers) {
        this.streams = streams;
        this.maxViewers = maxViewers;
    }

    /**
     * Refuses a connection if the limit is reached. Requests at the same moment may exceed the limit by the number of
     * request threads.
     *
     * @throws ProblemException if the limit is reached
     */
    public void requireRoom() {
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + maxViewers + " connections; --max-viewers raises it"));
        }
    }
}
