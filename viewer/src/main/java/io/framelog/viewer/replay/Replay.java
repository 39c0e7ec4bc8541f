package io.framelog.viewer.replay;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.Follower;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.receiving.WatchPlan;
import io.framelog.viewer.replay.LogReading.Arrival;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way through the past, and into the present where it has no other end. It shows frames when they are due and
 * has the next ones read ahead. Where the log ends it first hears what comes live, and reads on until the two meet: so
 * nothing is lost or doubled. On the fan-out thread, but for {@link #begin} and {@link #abandon}.
 */
public final class Replay implements Feed, Follower, Runnable {
    /** With more frames than these to be shown it is not near enough to the present to go on there. */
    private static final int NEAR = 8;
    /** Live frames that may wait to be shown: they are of the memory that live clients are served from. */
    private static final int MAX_HEARD = 32;

    private static final int MAX_HEARD_BYTES = 2 << 20;
    /** How long to wait before reading on where the log has nothing more at the moment, or no answer came. */
    private static final Duration MEETING_PAUSE = Duration.ofMillis(20);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(500);

    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);

    private enum State {
        /** Reads the log. */
        READING,
        /** Reads what is left of the log, and hears already what comes. */
        MEETING,
        /** Hears what comes; nothing is missing between that and what was read. */
        MET,
        /** Nothing more comes; what waits is shown. */
        LAST,
        /** The one picture is shown. */
        STILL,
        /** Ended, or handed over to the live stream. */
        OVER
    }

    private final FanOut fanOut;
    private final WatchPlan plan;
    private final ReplayRequest request;
    private final ReadPlan way;
    private final Runnable onOver;
    private final AtomicBoolean placeLeft = new AtomicBoolean();
    private final AtomicBoolean taken = new AtomicBoolean();
    private final Pace pace;
    private final LogReading log;
    private final LiveHandover joining;
    private final PartQueue ahead = new PartQueue();

    private State state = State.READING;
    private boolean atEnd;
    private long readAgain;
    private @Nullable Screen screen;
    private boolean starved;
    private long wake;

    /**
     * A replay of what was found.
     *
     * @param opening its chunk's references go over to the replay
     * @param onOver runs once when the replay needs its place no more
     */
    Replay(
            FanOut fanOut,
            ReadAhead readAhead,
            WatchPlan plan,
            ReplayRequest request,
            Opening opening,
            Runnable onOver) {
        this.fanOut = fanOut;
        this.plan = plan;
        this.request = request;
        this.way = opening.way();
        this.onOver = onOver;
        this.pace = new Pace(request.speed());
        this.log = new LogReading(fanOut, this, readAhead, opening);
        this.joining = new LiveHandover(fanOut, this, request.stream());
        this.wake = fanOut.now();
        this.readAgain = wake;
    }

    /** Begins to show it to a client. From any thread. */
    public Client begin(Outlet outlet) {
        if (!taken.compareAndSet(false, true)) {
            outlet.close(); // abandoned meanwhile
        }
        return fanOut.watch(this, outlet, request.minInterval());
    }

    /** Lets go of what it has, where it was not begun: the client is gone already. From any thread. */
    public void abandon() {
        if (taken.compareAndSet(false, true)) {
            log.abandon();
            leavePlace();
        }
    }

    private void leavePlace() {
        if (placeLeft.compareAndSet(false, true)) {
            onOver.run();
        }
    }

    @Override
    public void add(Watcher client) {
        screen = new Screen(client);
        run();
    }

    /** Something has arrived, or is due. */
    @Override
    public void run() {
        Arrival arrived = log.arrived();
        if (arrived != null) {
            if (state == State.OVER) {
                arrived.release();
            } else if (arrived.chunk() == null) {
                LOG.debug("a replay of {} waits: {}", request.stream(), String.valueOf(arrived.fault()));
                readLater(RETRY_PAUSE);
            } else {
                take(arrived.chunk());
            }
        }
        advance();
    }

    private void take(Chunk chunk) {
        boolean last = false;
        for (Part part : chunk.parts()) {
            last |= way.isBeyond(part);
            if (last) {
                part.release();
            } else {
                ahead.add(part);
            }
        }
        log.passed(chunk);
        atEnd = false;
        if (last || (chunk.atEnd() && way.ends()) || way.isOver(log.next())) {
            state = State.LAST;
        } else if (chunk.atEnd() && !isStill()) {
            meet();
        }
    }

    /**
     * The log has nothing more. What comes now is heard from before this reading of its end; so when the receiver has all
     * from this end on, nothing can be missing.
     */
    private void meet() {
        if (state == State.READING && ahead.size() > NEAR) {
            atEnd = true; // what waits is shown first: less will have come when that is over
        } else if (state == State.READING) {
            joining.join();
            state = State.MEETING;
        } else if (state == State.MEETING) {
            if (plan.isReceived(log.next())) {
                state = State.MET;
                joining.drainTo(this::hear);
            } else {
                readLater(MEETING_PAUSE);
            }
        }
    }

    @Override
    public void came(Part part) {
        if (!joining.isJoined()) {
            return;
        }
        if (state == State.MEETING) {
            joining.keep(part);
        } else {
            hear(part.retain());
        }
        if (isTooFarBehind()) {
            part(); // at this speed the log is the place to wait in
        }
        advance();
    }

    private boolean isTooFarBehind() {
        int frames = ahead.size() + joining.frames();
        long bytes = ahead.bytes() + joining.bytes();
        return frames > NEAR && (frames > MAX_HEARD || bytes > MAX_HEARD_BYTES);
    }

    /** A frame that came live: of use where it was not read from the log already. */
    private void hear(Part part) {
        if (log.passed(part)) {
            ahead.add(part);
        } else {
            part.release();
        }
    }

    @Override
    public void missed() {
        part();
    }

    /** Goes back to reading the log, from behind what waits to be shown. */
    private void part() {
        joining.leave();
        if (state != State.OVER) {
            state = State.READING;
        }
    }

    /** Shows what is due, and has more read. */
    private void advance() {
        long now = fanOut.now();
        while (state != State.OVER && !ahead.isEmpty()) {
            Part part = ahead.element();
            long due = pace.due(part.capturedMicros(), now);
            if (due > now) {
                wakeAt(due);
                break;
            }
            // What came late from the log holds the clock up, so that it is shown as long as any other.
            pace.shown(part.capturedMicros(), starved ? now : due);
            starved = false;
            show(ahead.remove(), now);
            if (isStill()) {
                keepStill();
            }
        }
        if (state != State.OVER && ahead.isEmpty()) {
            runDry();
        }
        readOn(now);
    }

    private void readLater(Duration pause) {
        readAgain = fanOut.now() + pause.toNanos();
        wakeAt(readAgain);
    }

    /** One appointment is enough, where it is not too late. */
    private void wakeAt(long nanos) {
        if (wake - fanOut.now() <= 0 || nanos - wake < 0) {
            wake = nanos;
            fanOut.at(nanos, this);
        }
    }

    /** What is behind a still picture is of no use. */
    private void keepStill() {
        ahead.clear();
        state = State.STILL;
    }

    @Override
    public boolean isStill() {
        return request.speed() == 0;
    }

    private void show(Part part, long now) {
        if (screen == null) {
            part.release();
        } else {
            screen.show(part, now);
        }
    }

    /** Nothing waits to be shown. */
    private void runDry() {
        starved = true;
        if (screen == null || !screen.isSent()) {
            return;
        }
        if (state == State.LAST) {
            screen.endUnlessBusy();
        } else if (state == State.MET) {
            becomeLive(screen);
        }
    }

    private void becomeLive(Screen handedOver) {
        LiveStream joined = joining.handOver();
        if (joined != null) {
            over();
            handedOver.handOver(joined);
        }
    }

    private void readOn(long now) {
        boolean few = atEnd
                ? ahead.size() <= NEAR / 2
                : ahead.size() < 2
                        || (ahead.size() <= ChunkReader.CHUNK_FRAMES / 4
                                && ahead.bytes() <= ChunkReader.CHUNK_BYTES / 2);
        if (!few || log.isUnderWay() || !(state == State.READING || state == State.MEETING)) {
            return;
        }
        if (readAgain - now > 0) {
            wakeAt(readAgain);
        } else {
            // Once it hears what comes, it has to know the log's end as it is then.
            log.read(state == State.MEETING);
        }
    }

    @Override
    public void catchUp(Watcher client) {
        if (screen != null) {
            screen.catchUp(fanOut.now());
        }
        advance();
    }

    @Override
    public void remove(Watcher client) {
        over();
    }

    private void over() {
        joining.leave();
        if (state != State.OVER) {
            state = State.OVER;
            ahead.clear();
            if (screen != null) {
                screen.release();
            }
            leavePlace();
        }
    }
}
