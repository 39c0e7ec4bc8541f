package io.framelog.viewer.history;

import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.history.HistoryReaders.Kind;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Runs lookups in the log on its own threads, so that no other thread waits for Kafka. Refuses lookups when its queue
 * is full and ends those that take too long. Can be called from any thread.
 */
public final class HistoryExecutor implements AutoCloseable {
    /** Lookups at a time; they spend more time waiting for Kafka than computing. */
    public static final int THREADS = 3;
    /** Lookups that may wait; each takes a few milliseconds, so none waits as long as its client does. */
    public static final int MAX_WAITING = 64;
    /** How long a lookup may take, waiting included. */
    static final Duration LIMIT = Duration.ofSeconds(4);

    private static final Duration READER_PATIENCE = Duration.ofSeconds(1);

    /** Reads something from the log. */
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
    private final BoundedExecutor executor = new BoundedExecutor("history", THREADS, MAX_WAITING);

    /** @param readers lends each lookup its reader */
    public HistoryExecutor(HistoryReaders readers) {
        this(readers, LIMIT);
    }

    HistoryExecutor(HistoryReaders readers, Duration limit) {
        this.readers = readers;
        this.limit = limit;
    }

    /**
     * Runs a lookup; does not wait.
     *
     * @param unwanted takes a result that came too late
     * @return completed on the executor's thread; fails with a {@link java.util.concurrent.RejectedExecutionException}
     *     if the queue is full, a {@link TimeoutException} after the time limit, a {@link NoReaderFreeException}, a
     *     {@link KafkaException}, or what the lookup throws
     */
    public <T> CompletableFuture<T> submit(Lookup<T> lookup, Consumer<? super T> unwanted) {
        Run<T> run = new Run<>(lookup);
        CompletableFuture<T> answer = executor.submit(run, unwanted).orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS);
        var unused = answer.whenComplete((found, fault) -> {
            if (fault instanceof TimeoutException) {
                run.cancel();
            }
        });
        return answer;
    }

    /** A lookup, and its reader while it has one. */
    private final class Run<T> implements Callable<T> {
        private final Lookup<T> lookup;
        private @Nullable HistoryReader reading;
        private boolean cancelled;

        Run(Lookup<T> lookup) {
            this.lookup = lookup;
        }

        @Override
        public T call() throws InterruptedException {
            try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
                begin(reader);
                try {
                    return lookup.read(reader);
                } catch (KafkaException | Error e) {
                    reader.discard();
                    throw e;
                } finally {
                    end(reader);
                }
            }
        }

        private synchronized void begin(HistoryReader reader) {
            if (cancelled) {
                throw new CancellationException("the lookup took too long");
            }
            reading = reader;
        }

        private synchronized void end(HistoryReader reader) {
            reading = null;
            if (cancelled) {
                reader.discard(); // the cancellation may still be pending and would end the next lookup
            }
        }

        synchronized void cancel() {
            cancelled = true;
            if (reading != null) {
                reading.cancel();
            }
        }
    }

    /** How many lookups wait now. */
    public int waiting() {
        return executor.waiting();
    }

    /** How many lookups were refused because the queue was full. */
    public long refusedCount() {
        return executor.refusedCount();
    }

    /** Cancels all lookups; does not wait for them. */
    @Override
    public void close() {
        executor.close();
    }
}
