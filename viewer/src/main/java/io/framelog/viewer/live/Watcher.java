package io.framelog.viewer.live;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.part.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One client. It holds the frame that it is being sent and nothing more: when it has taken that one it gets the
 * newest. All but the methods of {@link Outlet.Listener} and {@link #gone()} run on the fan-out thread.
 */
public final class Watcher implements Client, FanOut.Task, Outlet.Listener {
    private static final int BEGUN = 1;
    private static final int WRITTEN = 2;
    private static final int GONE = 4;
    private static final int SILENT = 8;
    /** A frame may come this share of the interval early: cameras are not clocks. */
    private static final int EARLINESS = 8;

    private final FanOut fanOut;
    private final Outlet outlet;
    private final long minIntervalNanos;
    private final AtomicInteger news = new AtomicInteger();

    private Feed feed;

    private boolean ended;
    private long sentSerial;
    private boolean anySent;
    private long due;

    /** Set before an unfinished write is handed over, and released by whoever reports its end. */
    private volatile @Nullable Part held;

    /** What is left of the unfinished write, to be seen whether it moves. */
    private @Nullable ByteBuffer rest;

    private int restSeen;

    /** When the client was last seen to take something. */
    private long movedNanos;

    /** Whether the client has closed its side. */
    private boolean silent;

    Watcher(FanOut fanOut, Feed feed, Outlet outlet, long minIntervalNanos) {
        this.fanOut = fanOut;
        this.feed = feed;
        this.outlet = outlet;
        this.minIntervalNanos = minIntervalNanos;
    }

    void begin() {
        post(BEGUN);
    }

    /** Says, from any thread, that the client is no longer there. */
    @Override
    public void gone() {
        post(GONE);
    }

    /**
     * Says, from any thread, that the client has closed its side. It may be reading on, so it is served on; one that is gone
     * answers the next frame with a reset. Where no frame comes it is ended as one that takes nothing; of a still picture, which it
     * has, at once: whoever goes from one to the next would else hold a place for each.
     */
    @Override
    public void saysNoMore() {
        post(SILENT);
    }

    @Override
    public void written() {
        releaseHeld();
        post(WRITTEN);
    }

    @Override
    public void failed() {
        releaseHeld();
        post(GONE);
    }

    private void releaseHeld() {
        Part part = held;
        held = null;
        if (part != null) {
            part.release();
        }
    }

    private void post(int what) {
        if (news.getAndUpdate(before -> before | what) == 0) {
            fanOut.post(this);
        }
    }

    @Override
    public void run() {
        int what = news.getAndSet(0);
        if (ended) {
            return;
        }
        if ((what & BEGUN) != 0) {
            feed.add(this);
        }
        if ((what & GONE) != 0) {
            end();
            return;
        }
        if ((what & SILENT) != 0) {
            if (feed.isStill() && anySent && rest == null) {
                end();
                return;
            }
            silent = true;
            movedNanos = fanOut.now();
        }
        if ((what & WRITTEN) != 0) {
            rest = null;
        }
        feed.catchUp(this);
    }

    /**
     * Sends a frame, if the client can take one now, is due for one and does not have this one.
     *
     * @param serial the frame's number in its feed
     * @return whether it was sent
     */
    public boolean offer(Part part, long serial, long now) {
        if (ended || (anySent && serial == sentSerial)) {
            return false;
        }
        if (rest != null) {
            fanOut.counters().skippedBusy();
            return false;
        }
        if (!isDue(now)) {
            return false;
        }
        anySent = true;
        sentSerial = serial;
        try {
            movedNanos = now;
            outlet.expect(part.length());
            if (!outlet.flush(part.fromStart())) {
                finish(part);
            }
            fanOut.counters().sent(part.length());
            return true;
        } catch (IOException e) {
            end();
            return false;
        }
    }

    private void finish(Part part) {
        ByteBuffer left = part.rest();
        held = part.retain();
        rest = left;
        restSeen = left.remaining();
        outlet.finish(left, this);
    }

    /** Keeps the rate on average: a frame that comes a little early or late does not put off the next ones. */
    private boolean isDue(long now) {
        if (minIntervalNanos == 0) {
            return true;
        }
        long late = now - due;
        if (anySent && late < -minIntervalNanos / EARLINESS) {
            return false;
        }
        due = anySent && late < minIntervalNanos ? due + minIntervalNanos : now + minIntervalNanos;
        return true;
    }

    /** Whether the client is still taking an earlier frame. On the fan-out thread. */
    public boolean isBusy() {
        return rest != null;
    }

    /**
     * Goes over to another feed. On the fan-out thread.
     *
     * @param shown the number, there, of the frame that the client has
     */
    public void moveTo(Feed other, long shown) {
        if (!ended) {
            feed = other;
            sentSerial = shown;
            other.add(this);
            other.catchUp(this);
        }
    }

    /** Ends the connection where it takes nothing, or is at its end; else sends what is due. */
    public void lookAfter(long now) {
        ByteBuffer left = rest;
        if (!outlet.isOpen()) {
            end();
        } else if (left == null) {
            feed.catchUp(this);
            if (silent && now - movedNanos >= fanOut.stallNanos()) {
                end();
            }
        } else if (left.remaining() != restSeen) { // the writing thread moves it; seen late is soon enough
            restSeen = left.remaining();
            movedNanos = now;
        } else if (now - movedNanos >= fanOut.stallNanos()) {
            fanOut.counters().stalled();
            outlet.abort();
            end();
        }
    }

    /** Ends the connection; what was written is still sent. On the fan-out thread. */
    public void end() {
        if (!ended) {
            ended = true;
            feed.remove(this);
            outlet.close();
        }
    }
}
