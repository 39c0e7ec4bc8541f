package io.framelog.viewer.replay;

import io.framelog.viewer.kafka.WatchPlan;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.Follower;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Outlet;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client's way through the past, and into the present where it has no other end. It shows frames when they are due and
 * has the next ones read ahead. Where the log ends it first hears what comes live, and reads on until the two meet: so
 * nothing is lost or doubled. On the fan-out thread, but for {@link #begin} and {@link #abandon}.
 */
public final class Replay implements Feed, Follower, FanOut.Task {
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

    /** What a reading thread has brought. */
    private record Arrival(@Nullable Chunk chunk, @Nullable Throwable fault) {}

    private final FanOut fanOut;
    private final ReadAhead readAhead;
    private final WatchPlan plan;
    private final ReplayRequest request;
    private final Way way;
    private final Runnable onOver;
    private final AtomicBoolean placeLeft = new AtomicBoolean();
    private final Pace pace;
    private final AtomicBoolean taken = new AtomicBoolean();
    private final AtomicReference<@Nullable Arrival> arrival = new AtomicReference<>();
    private final Map<Integer, Long> next;
    private final Deque<Part> ahead = new ArrayDeque<>();
    private final Deque<Part> heard = new ArrayDeque<>();
    private long aheadBytes;
    private boolean jumped;
    private boolean atEnd;

    private State state = State.READING;
    private boolean reading;
    private long readAgain;
    private @Nullable LiveStream live;
    private @Nullable Watcher watcher;
    private @Nullable Part shown;
    private long serial;
    private boolean sent = true;
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
        this.readAhead = readAhead;
        this.plan = plan;
        this.request = request;
        this.way = opening.way();
        this.onOver = onOver;
        this.pace = new Pace(request.speed());
        this.next = new HashMap<>(opening.first().next());
        this.wake = fanOut.now();
        this.readAgain = wake;
        arrival.set(new Arrival(opening.first(), null));
    }

    /** Begins to show it to a client. From any thread. */
    public Watcher begin(Outlet outlet) {
        if (!taken.compareAndSet(false, true)) {
            outlet.close(); // abandoned meanwhile
        }
        return fanOut.watch(this, outlet, request.minInterval());
    }

    /** Lets go of what it has, where it was not begun: the client is gone already. From any thread. */
    public void abandon() {
        if (taken.compareAndSet(false, true)) {
            Arrival unused = arrival.getAndSet(null);
            if (unused != null) {
                release(unused);
            }
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
        watcher = client;
        fanOut.attach(this);
        reading = true;
        run();
    }

    /** Something has arrived, or is due. */
    @Override
    public void run() {
        Arrival arrived = arrival.getAndSet(null);
        if (arrived != null) {
            reading = false;
            if (state == State.OVER) {
                release(arrived);
            } else if (arrived.chunk() == null) {
                LOG.debug("a replay of {} waits: {}", request.stream(), String.valueOf(arrived.fault()));
                readLater(RETRY_PAUSE);
            } else {
                take(arrived.chunk());
            }
        }
        advance();
    }

    private static void release(Arrival arrived) {
        if (arrived.chunk() != null) {
            arrived.chunk().release();
        }
    }

    private void take(Chunk chunk) {
        boolean last = false;
        for (Part part : chunk.parts()) {
            last |= way.isBeyond(part);
            if (last) {
                part.release();
            } else {
                ahead.add(part);
                aheadBytes += part.length();
            }
        }
        next.putAll(chunk.next());
        jumped = chunk.jumped();
        atEnd = false;
        if (last || (chunk.atEnd() && way.ends()) || way.isOver(next)) {
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
            LiveStream joined = fanOut.join(request.stream());
            joined.follow(this);
            live = joined;
            state = State.MEETING;
        } else if (state == State.MEETING) {
            if (plan.isReceived(next)) {
                state = State.MET;
                while (!heard.isEmpty()) {
                    hear(heard.remove());
                }
            } else {
                readLater(MEETING_PAUSE);
            }
        }
    }

    @Override
    public void came(Part part) {
        if (live == null) {
            return;
        }
        if (state == State.MEETING) {
            heard.add(part.retain());
        } else {
            hear(part.retain());
        }
        if (isTooFarBehind()) {
            part(); // at this speed the log is the place to wait in
        }
        advance();
    }

    private boolean isTooFarBehind() {
        int frames = ahead.size() + heard.size();
        long bytes = aheadBytes + heard.stream().mapToLong(Part::length).sum();
        return frames > NEAR && (frames > MAX_HEARD || bytes > MAX_HEARD_BYTES);
    }

    /** A frame that came live: of use where it was not read from the log already. */
    private void hear(Part part) {
        int partition = part.position().partition();
        if (part.position().offset() >= next.getOrDefault(partition, 0L)) {
            next.put(partition, part.position().offset() + 1);
            ahead.add(part);
            aheadBytes += part.length();
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
        leaveLive();
        heard.forEach(Part::release);
        heard.clear();
        if (state != State.OVER) {
            state = State.READING;
        }
    }

    private Part takeAhead() {
        Part part = ahead.remove();
        aheadBytes -= part.length();
        return part;
    }

    private void leaveLive() {
        LiveStream joined = live;
        if (joined != null) {
            live = null;
            joined.unfollow(this);
            fanOut.leave(joined);
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
            show(takeAhead(), now);
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
        ahead.forEach(Part::release);
        ahead.clear();
        state = State.STILL;
    }

    @Override
    public boolean isStill() {
        return request.speed() == 0;
    }

    private void show(Part part, long now) {
        serial++;
        Part before = shown;
        shown = part;
        if (before != null) {
            before.release();
        }
        Watcher client = watcher;
        if (client != null) {
            sent = client.offer(part, serial, now);
        }
    }

    /** Nothing waits to be shown. */
    private void runDry() {
        starved = true;
        Watcher client = watcher;
        if (client == null || (shown != null && !sent)) {
            return;
        }
        if (state == State.LAST && !client.isBusy()) {
            client.end();
        } else if (state == State.MET) {
            becomeLive(client);
        }
    }

    private void becomeLive(Watcher client) {
        LiveStream joined = live;
        if (joined != null) {
            live = null; // the client has its place there now
            joined.unfollow(this);
            boolean any = shown != null;
            over();
            client.moveTo(joined, any ? joined.serial() : joined.serial() - 1);
        }
    }

    private void readOn(long now) {
        boolean few = atEnd
                ? ahead.size() <= NEAR / 2
                : ahead.size() < 2
                        || (ahead.size() <= ChunkReader.CHUNK_FRAMES / 4 && aheadBytes <= ChunkReader.CHUNK_BYTES / 2);
        if (!few || reading || !(state == State.READING || state == State.MEETING)) {
            return;
        }
        if (readAgain - now > 0) {
            wakeAt(readAgain);
        } else {
            reading = true;
            // Once it hears what comes, it has to know the log's end as it is then.
            var unused = (state == State.MEETING
                            ? readAhead.readNow(way, Map.copyOf(next), jumped)
                            : readAhead.read(way, Map.copyOf(next), jumped))
                    .whenComplete((chunk, fault) -> {
                        arrival.set(new Arrival(chunk, fault));
                        fanOut.post(this);
                    });
        }
    }

    @Override
    public void catchUp(Watcher client) {
        Part latest = shown;
        if (latest != null) {
            sent |= client.offer(latest, serial, fanOut.now());
        }
        advance();
    }

    @Override
    public void remove(Watcher client) {
        leaveLive();
        over();
    }

    private void over() {
        if (state != State.OVER) {
            state = State.OVER;
            fanOut.detach(this);
            ahead.forEach(Part::release);
            ahead.clear();
            heard.forEach(Part::release);
            heard.clear();
            if (shown != null) {
                shown.release();
                shown = null;
            }
            leavePlace();
        }
    }

    @Override
    public void lookAfter(long nowNanos) {
        Watcher client = watcher;
        if (client != null) {
            client.lookAfter(nowNanos);
        }
    }

    @Override
    public void end() {
        Watcher client = watcher;
        if (client != null) {
            client.end();
        }
    }
}
