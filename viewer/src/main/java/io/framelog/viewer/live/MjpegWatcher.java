package io.framelog.viewer.live;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.WaitingLine;
import java.time.Duration;

/**
 * One connection that shows a stream as Motion JPEG. It keeps only the frame that it is being sent: when the client has
 * taken that one, it gets the newest. Only for the fan-out thread, except {@link #begin()}.
 */
final class MjpegWatcher implements Watcher, ClientConnection.Handler {
    /**
     * After this time without a write, the client is sent the newest frame again: many proxies close connections that are
     * silent for a minute, and some after half a minute.
     */
    static final Duration KEEP_ALIVE = Duration.ofSeconds(20);

    private final FanOut fanOut;
    private final ClientConnection connection;
    private final Pace pace;
    private final FrameWrite frameWrite;

    private Feed feed;
    private long sentSerial;
    private boolean anySent;

    MjpegWatcher(FanOut fanOut, Feed feed, Outlet outlet, long minIntervalNanos) {
        this.fanOut = fanOut;
        this.feed = feed;
        this.pace = new Pace(minIntervalNanos);
        this.frameWrite = new FrameWrite(fanOut);
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
    public void written() {
        frameWrite.end();
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

    @Override
    public boolean offer(Part part, long serial, long now) {
        if (connection.isEnded() || (anySent && serial == sentSerial)) {
            return false;
        }
        if (connection.isBusy()) {
            fanOut.counters().skippedBusy();
            return false;
        }
        if (!pace.isDue(anySent, now)) {
            return false;
        }
        frameWrite.begin(part, anySent);
        anySent = true;
        sentSerial = serial;
        if (!connection.write(part, part.length(), now)) {
            return false;
        }
        fanOut.counters().sent(part.length());
        return true;
    }

    @Override
    public boolean isBusy() {
        return connection.isBusy();
    }

    @Override
    public void moveTo(Feed other, long shown) {
        if (!connection.isEnded()) {
            feed = other;
            sentSerial = shown;
            other.add(this);
            other.catchUp(this);
        }
    }

    @Override
    public void end() {
        connection.end();
    }
}
