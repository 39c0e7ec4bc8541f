package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;

/** Hears of a stream's frames as they come, and shows them in its own time. On the fan-out thread. */
public interface Follower {
    /**
     * A frame came.
     *
     * @param part the stream's reference: to be retained where it is kept
     */
    void came(Part part);

    /** Frames came and were left out, as the fan-out could not keep up. */
    void missed();
}
