package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.EventLoop;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.connection.StallLimit;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Writes frames to clients, on the one thread of its event loop. Never waits for a client. */
public final class FanOut implements AutoCloseable {
    /** How often connections are checked, at most: stalled ones take no frame and report nothing. */
    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private final LiveStreams streams;
    private final FanOutCounters counters;
    private final StallLimit stallLimit;
    private final EventLoop loop;

    /**
     * Creates a fan-out that is not started yet.
     *
     * @param streams the streams that clients watch
     * @param stallLimit how long a client may take nothing before its connection is ended
     * @param nanoClock as {@link System#nanoTime()}
     */
    public FanOut(LiveStreams streams, FanOutCounters counters, Duration stallLimit, LongSupplier nanoClock) {
        this.streams = streams;
        this.counters = counters;
        this.stallLimit = StallLimit.ofProgress(stallLimit);
        Duration quarter = stallLimit.dividedBy(4);
        this.loop =
                new EventLoop("fan-out", quarter.compareTo(CHECK_INTERVAL) < 0 ? quarter : CHECK_INTERVAL, nanoClock);
    }

    /** Starts the thread. */
    public void start() {
        loop.start();
    }

    /** Whether the thread is running. */
    public boolean isAlive() {
        return loop.isAlive();
    }

    /**
     * Shows a stream to a client, starting with its newest frame. Can be called from any thread.
     *
     * @param minInterval the shortest time between two frames; zero for every frame
     * @return the caller must tell it when the client disconnects
     */
    public Client watch(StreamName name, Outlet outlet, Duration minInterval) {
        return watch(streams.join(name, this), outlet, minInterval);
    }

    /** Shows any feed to a client. Can be called from any thread. */
    public Client watch(Feed feed, Outlet outlet, Duration minInterval) {
        return new MjpegWatcher(this, feed, outlet, minInterval.toNanos()).begin();
    }

    /** Runs a task on the fan-out thread, soon. Can be called from any thread; see {@link EventLoop#post}. */
    public void post(Runnable task) {
        loop.post(task);
    }

    /** Runs a task at a time, in nanoseconds by {@link #now()}. Only on the fan-out thread. */
    public void at(long nanos, Runnable task) {
        loop.at(nanos, task);
    }

    /** The time in nanoseconds, as {@link System#nanoTime()}. */
    public long now() {
        return loop.now();
    }

    /** The loop whose thread this is, for further connections. */
    public EventLoop loop() {
        return loop;
    }

    /** When a client of a stream counts as stalled. */
    public StallLimit stallLimit() {
        return stallLimit;
    }

    /** Counts what is sent to clients, in whatever form. */
    public FanOutCounters counters() {
        return counters;
    }

    /** The live stream of a name, to follow it; the caller must {@link #leave} it. Can be called from any thread. */
    public LiveStream join(StreamName name) {
        return streams.join(name, this);
    }

    /** Undoes {@link #join}. */
    public void leave(LiveStream stream) {
        streams.leave(stream);
    }

    /** Ends every connection, then the thread. */
    @Override
    public void close() {
        loop.close();
    }
}
