package io.framelog.viewer.live;

import io.framelog.frame.StreamName;
import io.framelog.viewer.connection.Outlet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
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
    public interface Task {
        /** Does it; quickly, and without waiting for anything. */
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

    /** Of the fan-out thread alone. */
    private final Set<Feed> feeds = new HashSet<>();

    private final Queue<Appointment> appointments = new PriorityQueue<>();

    /** A thing to do at a time. */
    private record Appointment(long nanos, Task task) implements Comparable<Appointment> {
        @Override
        public int compareTo(Appointment other) {
            return Long.signum(nanos - other.nanos); // as System.nanoTime() wants to be compared
        }
    }

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
        return watch(streams.join(name, this), outlet, minInterval);
    }

    /** As the other, from any feed. */
    public Watcher watch(Feed feed, Outlet outlet, Duration minInterval) {
        Watcher watcher = new Watcher(this, feed, outlet, minInterval.toNanos());
        watcher.begin();
        if (closing) {
            outlet.close();
        }
        return watcher;
    }

    /** Has a thing done on the fan-out thread, soon. From any thread. */
    public void post(Task task) {
        inbox.add(task);
    }

    /**
     * Has a thing done at a time. On the fan-out thread.
     *
     * @param nanos by {@link #now()}
     */
    public void at(long nanos, Task task) {
        appointments.add(new Appointment(nanos, task));
    }

    /** Looks after a feed beside the live streams, until it is detached. On the fan-out thread. */
    public void attach(Feed feed) {
        feeds.add(feed);
    }

    /** A feed is over. On the fan-out thread. */
    public void detach(Feed feed) {
        feeds.remove(feed);
    }

    /** The time, as {@link System#nanoTime()}. */
    public long now() {
        return nanoClock.getAsLong();
    }

    long stallNanos() {
        return stallNanos;
    }

    FanOutCounters counters() {
        return counters;
    }

    /** The live stream of a name, for whoever wants to follow it; to be left again. From any thread. */
    public LiveStream join(StreamName name) {
        return streams.join(name, this);
    }

    /** Ends what {@link #join} began. */
    public void leave(LiveStream stream) {
        streams.leave(stream);
    }

    private void run() {
        long interval = Math.min(LOOK_AFTER.toNanos(), Math.max(1, stallNanos / 4));
        long nextLook = System.nanoTime() + interval;
        while (!closing) {
            try {
                @Nullable Task task = inbox.poll(untilNext(nextLook), TimeUnit.NANOSECONDS);
                if (task != null) {
                    task.run();
                }
                keepAppointments();
                if (System.nanoTime() - nextLook >= 0) {
                    nextLook = System.nanoTime() + interval;
                    all().forEach(this::lookAfter);
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
        all().forEach(Feed::end);
    }

    /** What goes wrong with one feed does not reach the others. */
    private void lookAfter(Feed feed) {
        try {
            feed.lookAfter(now());
        } catch (RuntimeException e) {
            LOG.error("unexpected, and survived: {}", e.toString(), e);
            feed.end();
        }
    }

    private long untilNext(long nextLook) {
        Appointment first = appointments.peek();
        long wait = nextLook - System.nanoTime();
        return first == null ? wait : Math.min(wait, first.nanos - now());
    }

    private void keepAppointments() {
        for (Appointment first = appointments.peek();
                first != null && first.nanos - now() <= 0;
                first = appointments.peek()) {
            appointments.remove();
            first.task.run();
        }
    }

    private List<Feed> all() {
        List<Feed> all = new ArrayList<>(streams.all());
        all.addAll(feeds);
        return all;
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
