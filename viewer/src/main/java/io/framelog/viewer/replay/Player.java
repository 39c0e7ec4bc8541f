package io.framelog.viewer.replay;

import io.framelog.viewer.history.NoSuchPositionException;
import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Plays one replay: shows frames when they are due, has the next ones read, and joins the live stream at the end of the
 * log without losing or repeating a frame. {@link ReplayState} has the diagram. Called on the event loop's thread.
 */
final class Player {
    /** A replay joins the live stream with at most so many frames still to be shown. */
    static final int MAX_JOIN_FRAMES = 8;
    /** Live frames that may wait to be shown, and their bytes: they take memory that live clients are served from. */
    static final int MAX_LIVE_FRAMES = 32;

    /** So many frames in succession beyond the last requested one are the end. Fewer may have a wrong time. */
    static final int PASSED = 3;

    private static final int MAX_LIVE_BYTES = 2 << 20;
    /** Between two looks at the end of the log while joining. */
    private static final Duration JOIN_PAUSE = Duration.ofMillis(20);
    /** Before reading again after Kafka did not answer. */
    static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Player.class);

    private final ReplayRequest request;
    private final ReadPlan plan;
    private final ChunkCursor log;
    private final PlayerHost host;
    private final PlayoutClock clock;
    private final FrameBuffer playout = new FrameBuffer();
    private final FrameBuffer live = new FrameBuffer();

    private ReplayState state = ReplayState.READING;
    private long readAgain;
    private boolean starved;
    private int passed;

    Player(ReplayRequest request, ReadPlan plan, ChunkCursor log, PlayerHost host) {
        this.request = request;
        this.plan = plan;
        this.log = log;
        this.host = host;
        this.clock = new PlayoutClock(request.speed());
        this.readAgain = host.now();
    }

    ReplayState state() {
        return state;
    }

    /** The one place where the state changes, and what belongs to each change. */
    private void goTo(ReplayState next) {
        ReplayState previous = state;
        if (!previous.canBecome(next)) {
            throw new IllegalStateException("a replay that is " + previous + " cannot become " + next);
        }
        LOG.trace("replay of {}: {} -> {}", request.stream(), previous, next);
        state = next;
        if (next == ReplayState.JOINING) {
            host.joinLive();
        } else if (previous.isFollowing() && !next.isFollowing() && next != ReplayState.LIVE) {
            live.clear();
            host.leaveLive();
        }
        if (next == ReplayState.STILL || next.isFinal()) {
            playout.clear();
        }
        if (next.isFinal()) {
            host.closed();
        }
    }

    /** Takes a chunk that has arrived, shows what is due and has more read. */
    void run() {
        ChunkCursor.Arrival arrival = log.takeArrival();
        if (arrival != null) {
            take(arrival);
        }
        advance();
    }

    private void take(ChunkCursor.Arrival arrival) {
        @Nullable Chunk chunk = arrival.chunk();
        if (!state.isReading()) {
            arrival.release();
        } else if (chunk == null && isForGood(arrival.failure())) {
            LOG.debug("a replay of {} ends: {}", request.stream(), arrival.failure());
            goTo(ReplayState.DRAINING);
        } else if (chunk == null) {
            LOG.debug("cannot read on in a replay of {}; retrying: {}", request.stream(), arrival.failure());
            readLater(RETRY_PAUSE);
        } else {
            take(chunk);
        }
    }

    /** Whether reading again cannot help: the partition is no longer there. */
    private static boolean isForGood(@Nullable Throwable failure) {
        return failure instanceof NoSuchPositionException
                || (failure instanceof CompletionException && failure.getCause() instanceof NoSuchPositionException);
    }

    private void take(Chunk chunk) {
        for (Part part : chunk.parts()) {
            if (passed < PASSED && !plan.isPastEnd(part)) {
                passed = 0;
                playout.add(part);
            } else {
                passed++;
                part.release();
            }
        }
        log.moveTo(chunk);
        if (passed >= PASSED || plan.isComplete(log.next()) || (chunk.atEnd() && (plan.hasEnd() || isStill()))) {
            goTo(ReplayState.DRAINING);
        } else if (chunk.atEnd()) {
            reachEndOfLog();
        }
    }

    /** Live frames were kept since before this end was read: none is missing if the receiver has all that follows. */
    private void reachEndOfLog() {
        if (state == ReplayState.READING) {
            goTo(playout.size() > MAX_JOIN_FRAMES ? ReplayState.AT_END : ReplayState.JOINING);
        } else if (host.isReceived(log.next())) {
            goTo(ReplayState.FOLLOWING);
            while (!live.isEmpty()) {
                play(live.remove());
            }
        } else {
            readLater(JOIN_PAUSE);
        }
    }

    /** A live frame has arrived; the reference stays the caller's. */
    void receive(Part part) {
        if (!state.isFollowing()) {
            return;
        }
        if (!log.reads(part.position().partition())) {
            // The stream goes on in another partition: what came there before has to be read from the log.
            goTo(ReplayState.READING);
            advance();
            return;
        }
        if (state == ReplayState.JOINING) {
            live.add(part.retain());
        } else {
            play(part.retain());
        }
        if (isTooFarBehind()) {
            goTo(ReplayState.READING); // at this speed frames have to wait in the log
        }
        advance();
    }

    /** Live frames were left out: they have to be read from the log. */
    void miss() {
        if (state.isFollowing()) {
            goTo(ReplayState.READING);
            advance();
        }
    }

    private boolean isTooFarBehind() {
        int frames = playout.size() + live.size();
        long bytes = playout.bytes() + live.bytes();
        return frames > MAX_JOIN_FRAMES && (frames > MAX_LIVE_FRAMES || bytes > MAX_LIVE_BYTES);
    }

    /** Plays a live frame, unless it was read from the log already. */
    private void play(Part part) {
        if (log.moveBehind(part)) {
            playout.add(part);
        } else {
            part.release();
        }
    }

    /** Shows what is due, and has more read. */
    void advance() {
        long now = host.now();
        showDue(now);
        if (playout.isEmpty() && !state.isFinal()) {
            runDry();
        }
        readOn(now);
    }

    private void showDue(long now) {
        while (!playout.isEmpty()) {
            long captured = playout.first().capturedMicros();
            long due = clock.due(captured, now);
            if (due > now) {
                host.wakeAt(due);
                return;
            }
            // A frame that was read too late delays those after it: it is shown as long as any other.
            clock.shown(captured, starved ? now : due);
            starved = false;
            host.show(playout.remove(), now); // which may find that the client has gone
            if (isStill() && !state.isFinal()) {
                goTo(ReplayState.STILL);
            }
        }
    }

    private void runDry() {
        starved = true;
        if (state == ReplayState.DRAINING && host.isSent()) {
            host.finish();
        } else if (state == ReplayState.FOLLOWING && host.isSent()) {
            goTo(ReplayState.LIVE);
            host.handOver();
        }
    }

    private void readOn(long now) {
        boolean low = isLow();
        if (state == ReplayState.AT_END && playout.size() <= MAX_JOIN_FRAMES / 2) {
            goTo(ReplayState.READING);
            low = true; // the frames that wait hide how long Kafka takes to answer
        }
        if (!state.isReading() || log.isReading() || !low) {
            return;
        }
        if (readAgain - now > 0) {
            host.wakeAt(readAgain);
        } else {
            log.read(state == ReplayState.JOINING); // joining has to know where the log ends now
        }
    }

    private boolean isLow() {
        return playout.size() < 2
                || (playout.size() <= ChunkReader.CHUNK_FRAMES / 4 && playout.bytes() <= ChunkReader.CHUNK_BYTES / 2);
    }

    private void readLater(Duration pause) {
        readAgain = host.now() + pause.toNanos();
        host.wakeAt(readAgain);
    }

    boolean isStill() {
        return request.speed() == 0;
    }

    /** The client has gone. */
    void close() {
        if (!state.isFinal()) {
            goTo(ReplayState.CLOSED);
        }
    }
}
