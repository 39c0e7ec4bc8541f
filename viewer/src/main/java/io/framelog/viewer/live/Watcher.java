package io.framelog.viewer.live;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.WaitingLine;
import java.time.Duration;

/**
 * One client that is shown frames. It keeps only the frame that it is being sent: when the client has taken that one,
 * it gets the newest. Only for the fan-out thread, except {@link #begin()}.
 */
public final class Watcher implements ClientConnection.Handler {
    /** A frame may come early by this part of the interval, as a divisor: cameras are not clocks. */
    private static final int EARLINESS = 8;

    /**
     * After this time without a write, the client is sent the newest frame again: many proxies close connections that are
     * silent for a minute, and some after half a minute.
     */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final FanOut fanOut;
    private final ClientConnection connection;
    private final long minIntervalNanos;

    private Feed feed;
    private long sentSerial;
    private boolean anySent;
    private long due;

    Watcher(FanOut fanOut, Feed feed, Outlet outlet, long minIntervalNanos) {
        this.fanOut = fanOut;
        this.feed = feed;
        this.minIntervalNanos = minIntervalNanos;
        this.connection = new ClientConnection(fanOut.loop(), outlet, fanOut.stallLimit(), this);
    }

    /** Begins to show frames. Can be called from any thread. */
    Client begin() {
        connection.open();
        return connection;
    }

    @Override
    public void opened() {
        feed.add(this);
    }

    @Override
    public void ready() {
        feed.catchUp(this);
    }

    @Override
    public void idle() {
        ready();
        if (isSilent()) {
            anySent = false;
            ready();
        }
        if (isSilent()) {
            WaitingLine waiting = new WaitingLine();
            connection.write(waiting, waiting.length(), fanOut.now());
        }
    }

    private boolean isSilent() {
        return !connection.isEnded()
                && !connection.isBusy()
                && connection.sinceWrite(fanOut.now()) >= KEEP_ALIVE.toNanos();
    }

    @Override
    public boolean isComplete() {
        return anySent && feed.isStill();
    }

    @Override
    public void stalled() {
        fanOut.counters().stalled();
    }

    @Override
    public void closed() {
        feed.remove(this);
    }

    /**
     * Sends a frame if the client can take one, is due for one and does not have this one.
     *
     * @param serial the frame's number in its feed
     * @return whether it was sent
     */
    public boolean offer(Part part, long serial, long now) {
        if (connection.isEnded() || (anySent && serial == sentSerial)) {
            return false;
        }
        if (connection.isBusy()) {
            fanOut.counters().skippedBusy();
            return false;
        }
        if (!isDue(now)) {
            return false;
        }
        anySent = true;
        sentSerial = serial;
        if (!connection.write(part, part.length(), now)) {
            return false;
        }
        fanOut.counters().sent(part.length());
        return true;
    }

    /** Keeps the rate on average: a frame that comes a little early or late does not delay the next ones. */
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

    /** Whether the client is still taking an earlier frame. */
    public boolean isBusy() {
        return connection.isBusy();
    }

    /**
     * Shows another feed from now on.
     *
     * @param shown the number, in that feed, of the frame that the client has
     */
    public void moveTo(Feed other, long shown) {
        if (!connection.isEnded()) {
            feed = other;
            sentSerial = shown;
            other.add(this);
            other.catchUp(this);
        }
    }

    /** Ends the connection; what the system has taken is still sent. */
    public void end() {
        connection.end();
    }
}
