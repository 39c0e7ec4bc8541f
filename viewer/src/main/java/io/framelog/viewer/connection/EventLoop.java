package io.framelog.viewer.connection;

import io.framelog.cli.FatalErrors;
import java.time.Duration;
import java.util.LinkedHashSet;
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
 * One thread that serves many connections. It runs tasks one after the other, and checks regularly that each client
 * still takes what it is sent. Tasks must be short and must not block. An exception of a task is logged, and the loop
 * continues; an {@link Error} ends the process ({@link FatalErrors}).
 */
public final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    /** How long {@link #close()} waits for the thread. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    private final long checkIntervalNanos;
    private final LongSupplier nanoClock;
    private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean closing;
    /** Whether the thread serves no more. */
    private volatile boolean ended;

    /** Only for the loop's thread, as is what follows. */
    private final Set<ClientConnection> connections = new LinkedHashSet<>();

    private final Queue<Scheduled> schedule = new PriorityQueue<>();

    private record Scheduled(long nanos, Runnable task) implements Comparable<Scheduled> {
        @Override
        public int compareTo(Scheduled other) {
            return Long.signum(nanos - other.nanos); // the clock may overflow: see System.nanoTime()
        }
    }

    /**
     * Creates a loop that is not started yet.
     *
     * @param name the thread's name
     * @param checkInterval how often connections are checked, in real time
     * @param nanoClock the time that tasks and limits use, as {@link System#nanoTime()}
     */
    public EventLoop(String name, Duration checkInterval, LongSupplier nanoClock) {
        this.checkIntervalNanos = checkInterval.toNanos();
        this.nanoClock = nanoClock;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Whether the thread is running. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Whether the loop is closing or has ended. Connections that are opened from then on are ended. */
    public boolean isClosing() {
        return closing;
    }

    /** The time in nanoseconds, as {@link System#nanoTime()}. */
    public long now() {
        return nanoClock.getAsLong();
    }

    /**
     * Queues a task for the loop's thread. Thread-safe. The queue needs no limit of its own, because each user has at
     * most a few tasks in it: a connection and a watched stream one, a replay one for each chunk that it reads, a window
     * of the page one for each message that its rate allows. So the limits of connections and replays also limit the
     * queue.
     */
    public void post(Runnable task) {
        inbox.add(task);
        if (ended) {
            endConnections();
        }
    }

    /** Runs a task at a time, in nanoseconds by {@link #now()}. Only on the loop's thread. */
    public void at(long nanos, Runnable task) {
        schedule.add(new Scheduled(nanos, task));
    }

    /** Checks a connection regularly, and ends it when the loop is closed. Only on the loop's thread. */
    void add(ClientConnection connection) {
        connections.add(connection);
    }

    /** Undoes {@link #add}. Only on the loop's thread. */
    void remove(ClientConnection connection) {
        connections.remove(connection);
    }

    private void run() {
        try {
            serve();
        } catch (InterruptedException e) {
            LOG.warn("the thread {} was interrupted; closing its connections", thread.getName());
        } finally {
            closing = true;
            endConnections();
            ended = true;
            endConnections(); // of tasks that were posted meanwhile
        }
    }

    private void serve() throws InterruptedException {
        long nextCheck = System.nanoTime() + checkIntervalNanos;
        while (!closing) {
            Runnable task = inbox.poll(untilNext(nextCheck), TimeUnit.NANOSECONDS);
            if (task != null) {
                attempt(task);
            }
            runDue();
            if (System.nanoTime() - nextCheck >= 0) {
                nextCheck = System.nanoTime() + checkIntervalNanos;
                attempt(this::checkConnections);
            }
        }
    }

    private long untilNext(long nextCheck) {
        Scheduled first = schedule.peek();
        long wait = nextCheck - System.nanoTime();
        return first == null ? wait : Math.min(wait, first.nanos - now());
    }

    private void runDue() {
        for (Scheduled first = schedule.peek(); first != null && first.nanos - now() <= 0; first = schedule.peek()) {
            schedule.remove();
            attempt(first.task);
        }
    }

    private void checkConnections() {
        long now = now();
        List.copyOf(connections).forEach(connection -> connection.check(now));
    }

    /** Runs on the loop's thread and, once that has ended, on those of connections that come too late. */
    private synchronized void endConnections() {
        // Tasks that wait may open connections.
        for (@Nullable Runnable task = inbox.poll(); task != null; task = inbox.poll()) {
            attempt(task);
        }
        List.copyOf(connections).forEach(ClientConnection::leave);
    }

    /** Runs a task; what it throws is logged and goes no further. */
    void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            FatalErrors.escalate(e);
            LOG.error("unexpected error in {}; continuing", thread.getName(), e);
        }
    }

    /** Runs the tasks that wait, ends every connection, then the thread. */
    @Override
    public void close() {
        closing = true;
        post(() -> {}); // wakes the thread; an interrupt would break the sockets' last writes
        try {
            thread.join(CLOSE_LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
