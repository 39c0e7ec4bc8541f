package io.framelog.viewer.replay;

import io.framelog.cli.FatalErrors;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.Follower;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.receiving.WatchPlan;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects a player with its client, the live stream and the event loop. Called on the event loop's thread. */
final class ReplayFeed implements Feed, Follower, Runnable, PlayerHost {
    private static final Logger LOG = LoggerFactory.getLogger(ReplayFeed.class);

    private final FanOut fanOut;
    private final WatchPlan watchPlan;
    private final Runnable onClosed;
    private final LiveHandover live;
    private final Player player;
    private @Nullable ReplayClient client;
    private long wake;

    /**
     * A feed for one client.
     *
     * @param start its chunk's references go over to the feed
     * @param onClosed runs once, when the replay no longer needs its slot
     */
    ReplayFeed(
            FanOut fanOut,
            WatchPlan watchPlan,
            ChunkCursor.Source source,
            ReplayRequest request,
            ReplayStart start,
            Runnable onClosed) {
        this.fanOut = fanOut;
        this.watchPlan = watchPlan;
        this.onClosed = onClosed;
        this.wake = fanOut.now();
        this.live = new LiveHandover(fanOut, this, request.stream());
        ChunkCursor log = new ChunkCursor(source, start, () -> fanOut.post(this));
        this.player = new Player(request, start.plan(), log, this);
    }

    private ReplayClient client() {
        return Objects.requireNonNull(client, "a feed is told of its client first");
    }

    @Override
    public void add(Watcher watcher) {
        client = new ReplayClient(watcher);
        player.run();
    }

    /** A chunk has arrived, or something is due. */
    @Override
    public void run() {
        guard(player::run);
    }

    /** An unexpected error ends this replay, and reaches no other client. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            FatalErrors.escalate(e);
            LOG.error("unexpected error in a replay; ending it", e);
            client().end();
        }
    }

    @Override
    public void catchUp(Watcher watcher) {
        client().catchUp(now());
        player.advance();
    }

    @Override
    public void came(Part part) {
        guard(() -> player.receive(part));
    }

    @Override
    public void missed() {
        guard(player::miss);
    }

    @Override
    public void remove(Watcher watcher) {
        player.close();
    }

    @Override
    public boolean isStill() {
        return player.isStill();
    }

    @Override
    public long now() {
        return fanOut.now();
    }

    /** One appointment is enough, unless it is too late. */
    @Override
    public void wakeAt(long nanos) {
        if (wake - now() <= 0 || nanos - wake < 0) {
            wake = nanos;
            fanOut.at(nanos, this);
        }
    }

    @Override
    public void show(Part part, long nowNanos) {
        client().show(part, nowNanos);
    }

    @Override
    public boolean isSent() {
        return client().isSent();
    }

    @Override
    public void finish() {
        client().endUnlessBusy();
    }

    @Override
    public void joinLive() {
        live.join();
    }

    @Override
    public void leaveLive() {
        live.leave();
    }

    @Override
    public boolean isReceived(Map<Integer, Long> offsets) {
        return watchPlan.isReceived(offsets);
    }

    @Override
    public void handOver() {
        @Nullable LiveStream joined = live.take();
        if (joined != null) {
            client().moveTo(joined);
        }
    }

    @Override
    public void closed() {
        client().release();
        onClosed.run();
    }
}
