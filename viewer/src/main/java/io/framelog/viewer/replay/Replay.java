package io.framelog.viewer.replay;

import io.framelog.viewer.history.Moment.At;
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
    /** Frames that may wait to be shown, beside those of one chunk. */
    private static final int MAX_AHEAD = 2 * ChunkReader.CHUNK_FRAMES;
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
                readAgain = fanOut.now() + RETRY_PAUSE.toNanos();
                wakeAt(readAgain);
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
            last |= isBeyond(part);
            if (last) {
                part.release();
            } else {
                ahead.add(part);
            }
        }
        next.putAll(chunk.next());
        if (last || (chunk.atEnd() && (way.backward() || request.to().isPresent())) || isAtBounds()) {
            state = State.LAST;
        } else if (chunk.atEnd()) {
            meet();
        }
    }

    /** Whether a frame is beyond what was asked for. */
    private boolean isBeyond(Part part) {
        if (request.to().isEmpty()) {
            return false;
        }
        if (request.to().get() instanceof At to) {
            return way.backward() ? part.capturedMicros() < to.micros() : part.capturedMicros() > to.micros();
        }
        int partition = part.position().partition();
        return way.backward()
                ? part.position().offset() < way.bounds().getOrDefault(partition, 0L)
                : part.position().offset() >= way.bounds().getOrDefault(partition, Long.MAX_VALUE);
    }

    private boolean isAtBounds() {
        return !way.backward()
                && !way.bounds().isEmpty()
                && next.entrySet().stream()
                        .allMatch(
                                entry -> entry.getValue() >= way.bounds().getOrDefault(entry.getKey(), Long.MAX_VALUE));
    }

    /**
     * The log has nothing more. What comes now is heard from before this reading of its end; so when the receiver has all
     * from this end on, nothing can be missing.
     */
    private void meet() {
        if (state == State.READING) {
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
                readAgain = fanOut.now() + MEETING_PAUSE.toNanos();
                wakeAt(readAgain);
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
        if (heard.size() + ahead.size() > MAX_AHEAD) {
            part(); // at this speed the log is the place to wait in
        }
        advance();
    }

    /** A frame that came live: of use where it was not read from the log already. */
    private void hear(Part part) {
        int partition = part.position().partition();
        if (part.position().offset() >= next.getOrDefault(partition, 0L)) {
            next.put(partition, part.position().offset() + 1);
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
        leaveLive();
        heard.forEach(Part::release);
        heard.clear();
        if (state != State.OVER) {
            state = State.READING;
        }
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
        while (state != State.OVER && !ahead.isEmpty() && !(isStill() && shown != null)) {
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
        }
        if (state != State.OVER && ahead.isEmpty()) {
            runDry();
        }
        readOn(now);
    }

    /** One appointment is enough, where it is not too late. */
    private void wakeAt(long nanos) {
        if (wake - fanOut.now() <= 0 || nanos - wake < 0) {
            wake = nanos;
            fanOut.at(nanos, this);
        }
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
            over();
            client.moveTo(joined, joined.serial());
        }
    }

    private void readOn(long now) {
        boolean wanted = (state == State.READING || state == State.MEETING)
                && !reading
                && ahead.size() <= ChunkReader.CHUNK_FRAMES / 4
                && !(isStill() && shown != null)
                && readAgain - now <= 0;
        if (wanted) {
            reading = true;
            var unused = readAhead.read(way, Map.copyOf(next)).whenComplete((chunk, fault) -> {
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
