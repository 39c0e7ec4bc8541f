package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes frames to clients. It sleeps until a frame arrives, or a connection can take more; it never
 * waits for a connection, and what goes wrong with one does not reach the others.
 */
public final class FanOut implements AutoCloseable {
    /** A thing to do on the fan-out thread. Each has its own way not to be in the inbox twice, which bounds the inbox. */
    interface Task {
        void run();
    }

    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    /** How often connections are looked after that neither take bytes nor say anything; at most. */
    private static final Duration LOOK_AFTER = Duration.ofSeconds(1);
    /** How long {@link #close()} waits for the thread. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final LiveStreams streams;
    private final FanOutCounters counters;
    private final long stallNanos;
    private final LongSupplier nanoClock;
    private final BlockingQueue<Task> inbox = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "fan-out");
    private volatile boolean closing;

    /**
     * @param streams whose watchers are served
     * @param stallLimit after how long a connection that takes nothing is ended
     * @param nanoClock as {@link System#nanoTime()}
     */
    public FanOut(LiveStreams streams, FanOutCounters counters, Duration stallLimit, LongSupplier nanoClock) {
        this.streams = streams;
        this.counters = counters;
        this.stallNanos = stallLimit.toNanos();
        this.nanoClock = nanoClock;
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Whether the thread does its work. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /**
     * Shows a stream to a client from now on, beginning with its newest frame. From any thread.
     *
     * @param minInterval between two frames; zero for every frame
     * @return to be told when the client goes
     */
    public Watcher watch(StreamName name, Outlet outlet, Duration minInterval) {
        Watcher watcher = new Watcher(this, streams.join(name, this), outlet, minInterval.toNanos());
        watcher.begin();
        if (closing) {
            outlet.close();
        }
        return watcher;
    }

    void post(Task task) {
        inbox.add(task);
    }

    long now() {
        return nanoClock.getAsLong();
    }

    long stallNanos() {
        return stallNanos;
    }

    FanOutCounters counters() {
        return counters;
    }

    void leave(LiveStream stream) {
        streams.leave(stream);
    }

    private void run() {
        long interval = Math.min(LOOK_AFTER.toNanos(), Math.max(1, stallNanos / 4));
        long nextLook = System.nanoTime() + interval;
        while (!closing) {
            try {
                @Nullable Task task = inbox.poll(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                if (System.nanoTime() - nextLook >= 0) {
                    streams.all().forEach(LiveStream::lookAfter);
                    nextLook = System.nanoTime() + interval;
                }
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("unexpected, and survived: {}", e.toString(), e);
            }
        }
        // Watchers that were just made are still in the inbox.
        for (@Nullable Task task = inbox.poll(); task != null; task = inbox.poll()) {
            task.run();
        }
        streams.all().forEach(LiveStream::end);
    }

    /** Ends every connection, then the thread. */
    @Override
    public void close() {
        closing = true;
        thread.interrupt();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
