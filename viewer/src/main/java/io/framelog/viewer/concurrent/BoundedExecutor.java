package io.framelog.viewer.concurrent;

import io.framelog.cli.FatalErrors;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Runs work on a limited number of daemon threads, with a limited queue. Every submitted work completes its future,
 * whatever it throws; an {@link Error} also ends the process ({@link FatalErrors}). Idle threads end. Can be called from
 * any thread.
 */
public final class BoundedExecutor implements AutoCloseable {
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final String name;
    private final int priority;
    private final int maxWaiting;
    private final AtomicInteger started = new AtomicInteger();
    private final LongAdder refused = new LongAdder();
    private final ThreadPoolExecutor pool;

    /**
     * Starts no thread before the first work.
     *
     * @param name of the threads, which are called {@code NAME-1} and so on
     * @param threads how much work runs at a time
     * @param maxWaiting how much work may wait; at least 1
     */
    public BoundedExecutor(String name, int threads, int maxWaiting) {
        this(name, threads, maxWaiting, Thread.NORM_PRIORITY);
    }

    /**
     * Starts no thread before the first work.
     *
     * @param priority of the threads; systems may ignore it, as Linux does by default
     */
    public BoundedExecutor(String name, int threads, int maxWaiting, int priority) {
        this.name = name;
        this.priority = priority;
        this.maxWaiting = maxWaiting;
        pool = new ThreadPoolExecutor(
                threads,
                threads,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                this::newThread);
        pool.allowCoreThreadTimeOut(true);
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, name + "-" + started.incrementAndGet());
        thread.setDaemon(true);
        thread.setPriority(priority);
        return thread;
    }

    /** Like {@link #submit(Callable, Consumer)}, for a result that needs no release. */
    public <T> CompletableFuture<T> submit(Callable<T> work) {
        return submit(work, unwanted -> {});
    }

    /**
     * Runs work on one of the threads; does not wait. Work is skipped if its future is completed before it starts.
     *
     * @param unwanted takes the result if the future was completed in the meantime, for instance by a timeout
     * @return completed on the executor's thread with the result or what the work threw; fails with a
     *     {@link RejectedExecutionException} if the queue is full, with a {@link CancellationException} if the executor
     *     was closed before the work started
     */
    public <T> CompletableFuture<T> submit(Callable<T> work, Consumer<? super T> unwanted) {
        Task<T> task = new Task<>(work, unwanted);
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            task.fail(refusal());
        } catch (Error e) { // no memory for another thread
            task.fail(e);
        }
        return task.result;
    }

    private RuntimeException refusal() {
        if (pool.isShutdown()) {
            return shutdown();
        }
        refused.increment();
        return new RejectedExecutionException("the queue '" + name + "' is full (" + maxWaiting + " waiting)");
    }

    private static CancellationException shutdown() {
        return new CancellationException("the viewer is shutting down");
    }

    private static final class Task<T> implements Runnable {
        private final Callable<T> work;
        private final Consumer<? super T> unwanted;
        private final CompletableFuture<T> result = new CompletableFuture<>();

        Task(Callable<T> work, Consumer<? super T> unwanted) {
            this.work = work;
            this.unwanted = unwanted;
        }

        @Override
        public void run() {
            if (result.isDone()) {
                return;
            }
            try {
                T value = work.call();
                if (!result.complete(value)) {
                    unwanted.accept(value);
                }
            } catch (Exception | Error e) {
                fail(e);
            }
        }

        void fail(Throwable fault) {
            result.completeExceptionally(fault);
            FatalErrors.escalate(fault);
        }
    }

    /** How many threads are working now, about. */
    public int busy() {
        return pool.getActiveCount();
    }

    /** How much work waits now. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** How much work was refused because the queue was full. */
    public long refusedCount() {
        return refused.sum();
    }

    /** Cancels the waiting work and interrupts the running work; does not wait for it. */
    @Override
    public void close() {
        for (Runnable waiting : pool.shutdownNow()) {
            ((Task<?>) waiting).fail(shutdown());
        }
    }

    /** Waits after {@link #close()} until the running work has ended, at most this long, or until interrupted. */
    public void awaitEnd(Duration limit) {
        try {
            var unused = pool.awaitTermination(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
