package io.framelog.viewer.live;

import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;

/** Limits the connections that show a stream at the same time. Thread-safe. */
public final class ViewerLimit {
    private final LiveStreams streams;
    private final int maxViewers;
    private final AddressLimit perAddress;

    /**
     * Limits connections.
     *
     * @param maxViewers the most that may show a stream at the same time
     * @param perAddress the most of one address
     */
    ViewerLimit(LiveStreams streams, int maxViewers, AddressLimit perAddress) {
        this.streams = streams;
        this.maxViewers = maxViewers;
        this.perAddress = perAddress;
    }

    /**
     * Refuses a connection if the limit is reached. Requests at the same moment may exceed the limit by the number of
     * request threads.
     *
     * @throws ProblemException if the limit of all, or of the client's address, is reached
     */
    public void requireRoom(Context context) {
        requireRoom();
        requireAddress(context);
    }

    /**
     * Refuses one more picture of a connection that was let in.
     *
     * @throws ProblemException if the limit of all is reached
     */
    public void requireRoom() {
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + maxViewers + " connections; --max-viewers raises it"));
        }
    }

    /**
     * Refuses a connection that may show streams later.
     *
     * @throws ProblemException if the limit of the client's address is reached
     */
    public void requireAddress(Context context) {
        perAddress.require(context);
    }

    /** The most connections that may show a stream at the same time. */
    public int max() {
        return maxViewers;
    }
}
