package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Follower;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.part.Part;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A replay's ear at its live stream, and what it has heard there and not taken yet. On the fan-out thread.
 */
final class LiveHandover {
    private final FanOut fanOut;
    private final Follower follower;
    private final StreamName stream;
    private final PartQueue heard = new PartQueue();
    private @Nullable LiveStream live;

    /** @param follower who hears */
    LiveHandover(FanOut fanOut, Follower follower, StreamName stream) {
        this.fanOut = fanOut;
        this.follower = follower;
        this.stream = stream;
    }

    /** From now on every frame is heard. */
    void join() {
        LiveStream joined = fanOut.join(stream);
        joined.follow(follower);
        live = joined;
    }

    boolean isJoined() {
        return live != null;
    }

    /** Keeps a frame, with a reference of its own, until what was read reaches so far. */
    void keep(Part part) {
        heard.add(part.retain());
    }

    /** Gives out what is kept, and the references with it. */
    void drainTo(Consumer<Part> taker) {
        while (!heard.isEmpty()) {
            taker.accept(heard.remove());
        }
    }

    int frames() {
        return heard.size();
    }

    long bytes() {
        return heard.bytes();
    }

    /** Hears no more, and forgets what it has. */
    void leave() {
        LiveStream joined = handOver();
        if (joined != null) {
            fanOut.leave(joined);
        }
        heard.clear();
    }

    /** Hears no more, but for the place at the live stream, which is the caller's; null where it has none. */
    @Nullable LiveStream handOver() {
        LiveStream joined = live;
        if (joined != null) {
            live = null;
            joined.unfollow(follower);
        }
        return joined;
    }
}
