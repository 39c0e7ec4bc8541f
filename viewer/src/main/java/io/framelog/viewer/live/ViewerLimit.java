package io.framelog.viewer.live;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;

/** How many connections may show a stream at a time. Safe for any number of threads. */
public final class ViewerLimit {
    private final LiveStreams streams;
    private final int maxViewers;

    /** @param maxViewers the most connections that may show a stream at a time */
    ViewerLimit(LiveStreams streams, int maxViewers) {
        this.streams = streams;
        this.maxViewers = maxViewers;
    }

    /**
     * Refuses a connection beyond the limit. Requests that arrive at the same moment may exceed the limit by as many as there
     * are request threads.
     *
     * @throws ProblemException if there are as many connections as there may be
     */
    public void requireRoom() {
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + maxViewers + " connections; --max-viewers raises it"));
        }
    }
}
