package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that somebody watches: its newest frame, and who gets it. */
public final class LiveStream implements FanOut.Task, Feed {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    /** Frames that may wait for the fan-out thread; the oldest goes first. */
    static final int BURST = 4;
    /**
     * How long a frame may wait for the fan-out thread and still be shown where a newer one is there: frames that arrive
     * together (the broker paused for a moment) are all shown, but a fan-out that cannot keep up does not fall behind.
     */
    static final Duration BURST_LIMIT = Duration.ofMillis(50);

    /**
     * For so long after a frame was found in the log, what is received is compared with it: it may be the same, or have been
     * written before it.
     */
    static final Duration OVERLAP = Duration.ofSeconds(2);

    private final StreamName name;
    private final FanOut fanOut;
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Of the fan-out thread alone. */
    private final List<Watcher> watchers = new ArrayList<>();

    private final List<Follower> followers = new ArrayList<>();

    private long serial;

    /** Guarded by {@code this}: both sides hold it for a few instructions a frame. */
    private final Deque<Part> incoming = new ArrayDeque<>(BURST + 1);

    private @Nullable Part newest;
    private @Nullable Part found;
    private boolean received;
    private boolean missed;
    private boolean disposed;
    private boolean followed;
    private long foundMicros = Long.MIN_VALUE;
    private long foundNanos;

    /** Guarded by the {@link LiveStreams}; read by any. */
    private volatile int users;

    LiveStream(StreamName name, FanOut fanOut) {
        this.name = name;
        this.fanOut = fanOut;
    }

    /** The stream's name. */
    public StreamName name() {
        return name;
    }

    /** How many connections show it. */
    public int viewers() {
        return users;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of LiveStreams
    void joined() {
        users++;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock of LiveStreams
    int left() {
        return --users;
    }

    /** Shows a frame to everybody. From any thread; the caller's reference goes over to the stream. */
    public void offer(Part part) {
        @Nullable Part refused;
        synchronized (this) {
            if (disposed || wasShown(part)) {
                part.release();
                return;
            }
            received = true;
            foundMicros = Long.MIN_VALUE;
            incoming.add(part);
            refused = incoming.size() > BURST ? incoming.poll() : null;
            missed |= refused != null;
        }
        if (refused != null) {
            fanOut.counters().skippedBurst();
            refused.release();
        }
        signal();
    }

    /**
     * As {@link #offer}, for a frame out of the log: it is shown where none was received, and none newer was found. Followers
     * know the log themselves: to them it is not told, and it hides no earlier one that is still to come.
     */
    public void offerFound(Part part) {
        synchronized (this) {
            Part latest = latest();
            if (!disposed && !received && (latest == null || latest.capturedMicros() < part.capturedMicros())) {
                if (followed) {
                    release(found);
                    found = part;
                } else {
                    foundMicros = part.capturedMicros();
                    foundNanos = part.receivedNanos();
                    incoming.add(part);
                }
                signal();
                return;
            }
        }
        part.release();
    }

    private static void release(@Nullable Part part) {
        if (part != null) {
            part.release();
        }
    }

    /** Says that frames came and could not be offered: who wants every frame has to read them from the log. From any thread. */
    public synchronized void leftOut() {
        missed = true;
    }

    /** Whether a received frame is the one that was found in the log, or came before it. */
    private boolean wasShown(Part part) {
        return part.capturedMicros() <= foundMicros && part.receivedNanos() - foundNanos < OVERLAP.toNanos();
    }

    /** The newest frame with a reference for the caller; null before the first. From any thread. */
    public synchronized @Nullable Part newest() {
        Part latest = latest();
        return latest == null ? null : latest.retain();
    }

    private @Nullable Part latest() {
        return incoming.isEmpty() ? newest : incoming.peekLast();
    }

    /** Whether a frame was offered as it came. From any thread. */
    public synchronized boolean isReceived() {
        return received;
    }

    private void signal() {
        if (posted.compareAndSet(false, true)) {
            fanOut.post(this);
        }
    }

    /** Gives what arrived to every connection that can take it. On the fan-out thread. */
    @Override
    public void run() {
        posted.set(false);
        Part old = takeFound();
        if (old != null) {
            serial++;
            showToWatchers(old);
        }
        for (Part part = next(); part != null; part = next()) {
            show(part);
        }
    }

    /** What was found while there were followers; the stream's newest from now on, where it has none. */
    private synchronized @Nullable Part takeFound() {
        Part part = found;
        found = null;
        if (part != null && newest != null) {
            part.release();
            return null;
        }
        newest = part == null ? newest : part;
        return part;
    }

    private synchronized boolean takeMissed() {
        boolean was = missed;
        missed = false;
        return was;
    }

    private synchronized @Nullable Part next() {
        while (incoming.size() > 1 && fanOut.now() - incoming.element().receivedNanos() > BURST_LIMIT.toNanos()) {
            missed = true;
            fanOut.counters().skippedBurst();
            incoming.remove().release();
        }
        @Nullable Part next = incoming.poll();
        if (next != null) {
            if (newest != null) {
                newest.release();
            }
            newest = next;
        }
        return next;
    }

    /** The stream's own reference keeps the part: only this thread ever takes that away. */
    private void show(Part part) {
        serial++;
        if (!followers.isEmpty()) {
            tellFollowers(part);
        }
        showToWatchers(part);
    }

    private void showToWatchers(Part part) {
        long now = fanOut.now();
        long first = 0;
        boolean written = false;
        for (int i = watchers.size() - 1; i >= 0; i--) {
            if (offer(watchers.get(i), part, now) && !written) {
                written = true;
                first = fanOut.now();
            }
        }
        if (written) {
            fanOut.counters().written(first - part.receivedNanos(), fanOut.now() - part.receivedNanos());
        }
    }

    /** What goes wrong with one client ends that one, and holds up no other. */
    private boolean offer(Watcher watcher, Part part, long now) {
        try {
            return watcher.offer(part, serial, now);
        } catch (RuntimeException e) {
            LOG.error("a viewer of {} is ended: {}", name, e.toString(), e);
            watcher.end();
            return false;
        }
    }

    /** They go away in hearing: a copy. */
    private void tellFollowers(Part part) {
        boolean gap = takeMissed();
        for (Follower follower : List.copyOf(followers)) {
            if (gap) {
                follower.missed();
            }
            follower.came(part);
        }
    }

    /** From now on a follower hears of every frame. On the fan-out thread. */
    public void follow(Follower follower) {
        if (takeMissed()) {
            List.copyOf(followers).forEach(Follower::missed); // it was theirs to hear
        }
        followers.add(follower);
        setFollowed();
    }

    private synchronized void setFollowed() {
        followed = !followers.isEmpty();
    }

    /** A follower wants to hear no more. On the fan-out thread. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
        setFollowed();
    }

    /** The number of the newest frame that was shown. On the fan-out thread. */
    public long serial() {
        return serial;
    }

    @Override
    public void add(Watcher watcher) {
        watchers.add(watcher);
    }

    @Override
    public void remove(Watcher watcher) {
        swapOut(watcher);
        fanOut.leave(this);
    }

    /** Swaps with the last: an order is of no use, and a shift of thousands would be slow. */
    private void swapOut(Watcher watcher) {
        int at = watchers.indexOf(watcher);
        if (at >= 0) {
            Watcher last = watchers.remove(watchers.size() - 1);
            if (at < watchers.size()) {
                watchers.set(at, last);
            }
        }
    }

    /** Gives one connection the newest frame, where it does not have it. On the fan-out thread. */
    @Override
    public void catchUp(Watcher watcher) {
        Part latest;
        synchronized (this) {
            latest = newest;
        }
        if (latest != null) {
            watcher.offer(latest, serial, fanOut.now());
        }
    }

    @Override
    public void lookAfter(long now) {
        for (int i = watchers.size() - 1; i >= 0; i--) {
            watchers.get(i).lookAfter(now);
        }
    }

    @Override
    public void end() {
        List.copyOf(watchers).forEach(Watcher::end);
    }

    /** Gives every reference back; what is offered later is refused. */
    synchronized void dispose() {
        disposed = true;
        incoming.forEach(Part::release);
        incoming.clear();
        release(found);
        found = null;
        if (newest != null) {
            newest.release();
            newest = null;
        }
    }
}
