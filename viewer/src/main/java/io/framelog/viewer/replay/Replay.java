package io.framelog.viewer.replay;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.preview.Previews;
import io.framelog.viewer.receiving.WatchPlan;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A replay whose start was found: the caller must either begin or abandon it. Thread-safe. */
public final class Replay {
    private static final Client NO_CLIENT = new Client() {
        @Override
        public void disconnected() {}

        @Override
        public void halfClosed() {}
    };

    private final FanOut fanOut;
    private final Previews previews;
    private final WatchPlan watchPlan;
    private final ChunkCursor.Source source;
    private final ReplayRequest request;
    private final ReplayStart start;
    private final Runnable onClosed;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * A replay from a start on.
     *
     * @param start its chunk's references go over to the replay
     * @param onClosed runs once, when the replay no longer needs its slot
     */
    Replay(
            FanOut fanOut,
            Previews previews,
            WatchPlan watchPlan,
            ChunkCursor.Source source,
            ReplayRequest request,
            ReplayStart start,
            Runnable onClosed) {
        this.fanOut = fanOut;
        this.previews = previews;
        this.watchPlan = watchPlan;
        this.source = source;
        this.request = request;
        this.start = start;
        this.onClosed = onClosed;
    }

    /** What was found. */
    public ReplayStart start() {
        return start;
    }

    /**
     * Refuses a replay that will never show anything.
     *
     * @throws ProblemException if there is nothing to show
     */
    public void requireFrame() {
        if (start.isEmpty() && (request.to().isPresent() || request.speed() <= 0)) {
            throw new ProblemException(Problem.notFound("the log has no frame of '" + request.stream() + "' there"));
        }
    }

    /** Begins to show it to a client; closes the connection if the replay was abandoned meanwhile. */
    public Client begin(Outlet outlet) {
        return begin().map(feed -> fanOut.watch(feed, outlet, request.minInterval()))
                .orElseGet(() -> {
                    outlet.close();
                    return NO_CLIENT;
                });
    }

    /** The frames, for one watcher, which must be added; empty if the replay was abandoned meanwhile. */
    public Optional<Feed> begin() {
        return taken.compareAndSet(false, true) ? Optional.of(feed()) : Optional.empty();
    }

    private Feed feed() {
        Feed feed = new ReplayFeed(fanOut, watchPlan, source, request, start, onClosed);
        return request.width().isPresent()
                ? previews.reduce(feed, request.stream(), request.width().getAsInt(), request.minInterval())
                : feed;
    }

    /** Releases what it holds, unless it has begun. */
    public void abandon() {
        if (taken.compareAndSet(false, true)) {
            start.chunk().release();
            onClosed.run();
        }
    }
}
