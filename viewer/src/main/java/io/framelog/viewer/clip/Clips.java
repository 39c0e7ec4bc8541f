package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.Slots;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The clips under way: a bounded number, each on a thread of its own, since it waits for Kafka and for its client. For any
 * number of threads.
 */
public final class Clips implements AutoCloseable {
    private static final int IDLE_SECONDS = 10;

    private final ClipLimits limits;
    private final Slots slots;
    private final ClipCounters counters = new ClipCounters();
    private final ExecutorService threads;

    /** No thread is there before the first clip. */
    public Clips(ClipLimits limits) {
        this.limits = limits;
        slots = new Slots(limits.atATime());
        // The slots are the limit. A thread that has just given one back may not be done with it yet.
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "clip-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
    }

    /** What clients may ask for. */
    public ClipLimits limits() {
        return limits;
    }

    /** Those under way, and those refused. */
    public Slots slots() {
        return slots;
    }

    /** What they made. */
    public ClipCounters counters() {
        return counters;
    }

    /**
     * Runs work in a slot that was taken, which is given back at its end.
     *
     * @return completed behind the work, with its fault where it has one
     * @throws java.util.concurrent.RejectedExecutionException if the viewer ends
     */
    public CompletableFuture<@Nullable Void> run(Runnable work) {
        try {
            return CompletableFuture.runAsync(
                    () -> {
                        try {
                            work.run();
                        } finally {
                            slots.giveBack();
                        }
                    },
                    threads);
        } catch (RuntimeException e) {
            slots.giveBack();
            throw e;
        }
    }

    /** Ends all that are under way. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
