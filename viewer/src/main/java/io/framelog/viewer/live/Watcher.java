package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;

/** Whoever is shown the frames of a {@link Feed}: a connection, or one picture of a window. Only for the fan-out thread. */
public interface Watcher {
    /**
     * Sends a frame if the client can take one, is due for one and does not have this one.
     *
     * @param part the feed's reference
     * @param serial the frame's number in its feed
     * @return whether it was sent
     */
    boolean offer(Part part, long serial, long now);

    /** Whether the client is still taking an earlier frame. */
    boolean isBusy();

    /**
     * Shows another feed from now on.
     *
     * @param shown the number, in that feed, of the frame that the client has
     */
    void moveTo(Feed other, long shown);

    /** Shows nothing more; what the system has taken is still sent. */
    void end();
}
