package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Follower;
import io.framelog.viewer.live.LiveStream;
import org.jspecify.annotations.Nullable;

/**
 * A replay's use of its live stream: joins it, and leaves it or hands it over. Called on the event loop's thread.
 */
final class LiveHandover {
    private final FanOut fanOut;
    private final Follower follower;
    private final StreamName stream;
    private @Nullable LiveStream joined;

    /** @param follower gets each frame while the stream is joined */
    LiveHandover(FanOut fanOut, Follower follower, StreamName stream) {
        this.fanOut = fanOut;
        this.follower = follower;
        this.stream = stream;
    }

    void join() {
        LiveStream live = fanOut.join(stream);
        live.follow(follower);
        joined = live;
    }

    void leave() {
        @Nullable LiveStream live = take();
        if (live != null) {
            fanOut.leave(live);
        }
    }

    /** Stops following, but stays joined: the caller must leave the stream. Null if it is not joined. */
    @Nullable LiveStream take() {
        @Nullable LiveStream live = joined;
        if (live != null) {
            joined = null;
            live.unfollow(follower);
        }
        return live;
    }
}
