package io.framelog.viewer.history;

import io.framelog.viewer.history.HistoryReaders.Kind;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Looks things up in the log on threads of its own, so that no other thread waits for Kafka. Bounded: what does not fit is
 * refused, what takes too long is ended. Threads are there only while there is something to do. Safe for any number of
 * threads.
 */
public final class HistoryExecutor implements AutoCloseable {
    /** Lookups under way at a time: they wait for Kafka more than they compute. */
    public static final int THREADS = 3;
    /** Lookups that may wait: with a few milliseconds each, none waits for as long as a client does. */
    public static final int MAX_WAITING = 64;
    /** How long a lookup may take, waiting included. */
    static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration READER_PATIENCE = Duration.ofSeconds(1);
    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Reads something. */
    @FunctionalInterface
    public interface Lookup<T> {
        /**
         * Reads, on a thread of the executor.
         *
         * @param reader valid during the call
         */
        T read(HistoryReader reader) throws InterruptedException;
    }

    private final HistoryReaders readers;
    private final Duration limit;
    private final LongAdder refused = new LongAdder();
    private final AtomicLong threads = new AtomicLong();
    private final ThreadPoolExecutor pool;

    /** @param readers who looks something up borrows one of them */
    public HistoryExecutor(HistoryReaders readers) {
        this(readers, LIMIT);
    }

    HistoryExecutor(HistoryReaders readers, Duration limit) {
        this.readers = readers;
        this.limit = limit;
        pool = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_WAITING),
                this::newThread);
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "history-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Looks something up; does not wait.
     *
     * @param unwanted gets what was found too late
     * @return completed on the executor's thread; with a {@link RejectedExecutionException} where too many wait, a {@link
     *     TimeoutException} where it takes too long, {@link NoReaderFreeException}, a {@link KafkaException}, or what the
     *     lookup throws
     */
    public <T> CompletableFuture<T> submit(Lookup<T> lookup, Consumer<? super T> unwanted) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        Run<T> run = new Run<>(lookup, answer, unwanted);
        try {
            pool.execute(run);
        } catch (RejectedExecutionException e) {
            refused.increment();
            answer.completeExceptionally(
                    new RejectedExecutionException(MAX_WAITING + " lookups wait already, as many as may"));
            return answer;
        }
        CompletableFuture<T> limited = answer.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        var unused = limited.whenComplete((found, fault) -> {
            if (fault instanceof TimeoutException) {
                run.cancel();
            }
        });
        return limited;
    }

    /** A lookup, and its reader for as long as it has one. */
    private final class Run<T> implements Runnable {
        private final Lookup<T> lookup;
        private final CompletableFuture<T> answer;
        private final Consumer<? super T> unwanted;
        private @Nullable HistoryReader cancellable;

        Run(Lookup<T> lookup, CompletableFuture<T> answer, Consumer<? super T> unwanted) {
            this.lookup = lookup;
            this.answer = answer;
            this.unwanted = unwanted;
        }

        @Override
        public void run() {
            if (answer.isDone()) {
                return; // waited too long
            }
            try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
                T found = read(reader);
                if (!answer.complete(found)) {
                    unwanted.accept(found);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                answer.completeExceptionally(e);
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        }

        private T read(HistoryReader reader) throws InterruptedException {
            setCancellable(reader);
            try {
                return lookup.read(reader);
            } catch (KafkaException e) {
                reader.discard();
                throw e;
            } finally {
                setCancellable(null);
                if (answer.isDone()) {
                    reader.discard(); // it may have been cancelled, and would end the next lookup
                }
            }
        }

        private synchronized void setCancellable(@Nullable HistoryReader reader) {
            cancellable = reader;
        }

        synchronized void cancel() {
            if (cancellable != null) {
                cancellable.cancel();
            }
        }
    }

    /** How many lookups wait. */
    public int waiting() {
        return pool.getQueue().size();
    }

    /** How many lookups were refused because too many waited. */
    public long refusedCount() {
        return refused.sum();
    }

    /** Ends what is under way; its readers are given back soon. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
