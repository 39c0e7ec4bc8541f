package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;

/** Receives every frame of a live stream, to show it later. All methods are called on the fan-out thread. */
public interface Follower {
    /**
     * A frame came.
     *
     * @param part the stream's reference: a follower must retain what it keeps
     */
    void came(Part part);

    /** Frames came that the follower will not get, because the viewer could not keep up. */
    void missed();
}
