package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A stream that is watched: its newest frame, and the clients that get it. */
public final class LiveStream implements Feed, Runnable {
    private final StreamName name;
    private final FanOut fanOut;
    private final Incoming incoming;
    private final AtomicBoolean posted = new AtomicBoolean();

    /** Only for the fan-out thread, as are the followers and the serial number. */
    private final List<Watcher> watchers = new ArrayList<>();

    private final List<Follower> followers = new ArrayList<>();

    private long serial;

    /** Written under the lock of {@link LiveStreams}, read by any thread. */
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

    /** The number of connections that show it. Can be called from any thread. */
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

    /** Shows a frame to every client. Can be called from any thread; takes over the caller's reference. */
    public void offer(Part part) {
        if (incoming.offer(part)) {
            signal();
        }
    }

    /**
     * Shows a frame that was read from the log, unless one was received or a newer one was found. Followers read the
     * log themselves, so they do not get it. Can be called from any thread; takes over the caller's reference.
     */
    public void offerFound(Part part) {
        if (incoming.offerFound(part)) {
            signal();
        }
    }

    /** Notes that frames were left out: followers must read them from the log. Can be called from any thread. */
    public void leftOut() {
        incoming.leftOut();
    }

    /** The newest frame, which the caller must release; null before the first. Can be called from any thread. */
    public @Nullable Part newest() {
        return incoming.newest();
    }

    /** Whether any frame was received, not only found in the log. Can be called from any thread. */
    public boolean isReceived() {
        return incoming.isReceived();
    }

    private void signal() {
        if (posted.compareAndSet(false, true)) {
            fanOut.post(this);
        }
    }

    /** Sends what arrived to every client that can take it. Only on the fan-out thread. */
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

    /** The stream's own reference keeps the part meanwhile: only this thread releases it. */
    private void show(Part part) {
        serial++;
        if (!followers.isEmpty()) {
            showToFollowers(part);
        }
        showToWatchers(part);
    }

    private void showToWatchers(Part part) {
        long now = fanOut.now();
        long first = 0;
        boolean written = false;
        for (int i = watchers.size() - 1; i >= 0; i--) {
            if (watchers.get(i).offer(part, serial, now) && !written) {
                written = true;
                first = fanOut.now();
            }
        }
        if (written) {
            fanOut.counters().written(first - part.receivedNanos(), fanOut.now() - part.receivedNanos());
        }
    }

    /** Iterates over a copy, as followers leave while they are called. */
    private void showToFollowers(Part part) {
        boolean gap = incoming.takeMissed();
        for (Follower follower : List.copyOf(followers)) {
            if (gap) {
                follower.missed();
            }
            follower.came(part);
        }
    }

    /** Gives every frame to a follower from now on. Only on the fan-out thread. */
    public void follow(Follower follower) {
        if (incoming.takeMissed()) {
            List.copyOf(followers).forEach(Follower::missed); // the new follower missed nothing
        }
        followers.add(follower);
        incoming.setFollowed(true);
    }

    /** Undoes {@link #follow}. Only on the fan-out thread. */
    public void unfollow(Follower follower) {
        followers.remove(follower);
        incoming.setFollowed(!followers.isEmpty());
    }

    /** The number of the newest frame that was shown. Only on the fan-out thread. */
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

    /** The last one takes its place: the order does not matter, and shifting thousands would be slow. */
    private void swapOut(Watcher watcher) {
        int at = watchers.indexOf(watcher);
        if (at >= 0) {
            Watcher last = watchers.remove(watchers.size() - 1);
            if (at < watchers.size()) {
                watchers.set(at, last);
            }
        }
    }

    @Override
    public void catchUp(Watcher watcher) {
        Part latest = incoming.current();
        if (latest != null) {
            watcher.offer(latest, serial, fanOut.now());
        }
    }

    /** Releases every frame, and those that are offered later. */
    void dispose() {
        incoming.dispose();
    }
}
