package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream that somebody watches: its newest frame, and who gets it. */
public final class LiveStream implements FanOut.Task, Feed {
    private static final Logger LOG = LoggerFactory.getLogger(LiveStream.class);

    private final StreamName name;
    private final FanOut fanOut;
    private final Incoming incoming;
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Of the fan-out thread alone. */
    private final List<Watcher> watchers = new ArrayList<>();

    private final List<Follower> followers = new ArrayList<>();

    private long serial;

    /** Guarded by the {@link LiveStreams}; read by any. */
    private volatile int users;

    LiveStream(StreamName name, FanOut fanOut) {
        this.name = name;
        this.fanOut = fanOut;
        this.incoming = new Incoming(fanOut);
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
        if (incoming.offer(part)) {
            signal();
        }
    }

    /**
     * As {@link #offer}, for a frame out of the log: it is shown where none was received, and none newer was found. Followers
     * know the log themselves: to them it is not told, and it hides no earlier one that is still to come.
     */
    public void offerFound(Part part) {
        if (incoming.offerFound(part)) {
            signal();
        }
    }

    /** Says that frames came and could not be offered: who wants every frame has to read them from the log. From any thread. */
    public void leftOut() {
        incoming.leftOut();
    }

    /** The newest frame with a reference for the caller; null before the first. From any thread. */
    public @Nullable Part newest() {
        return incoming.newest();
    }

    /** Whether a frame was offered as it came. From any thread. */
    public boolean isReceived() {
        return incoming.isReceived();
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
        Part old = incoming.takeFound();
        if (old != null) {
            serial++;
            showToWatchers(old);
        }
        for (Part part = incoming.next(); part != null; part = incoming.next()) {
            show(part);
        }
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
        boolean gap = incoming.takeMissed();
        for (Follower follower : List.copyOf(followers)) {
            if (gap) {
                follower.missed();
            }
            follower.came(part);
        }
    }

    /** From now on a follower hears of every frame. On the fan-out thread. */
    public void follow(Follower follower) {
        if (incoming.takeMissed()) {
            List.copyOf(followers).forEach(Follower::missed); // it was theirs to hear
        }
        followers.add(follower);
        incoming.setFollowed(true);
    }

    /** A follower wants to hear no more. On the fan-out thread. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
        incoming.setFollowed(!followers.isEmpty());
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
        Part latest = incoming.current();
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
    void dispose() {
        incoming.dispose();
    }
}
