package io.framelog.viewer.replay;

import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.replay.ChunkCache.ChunkKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads for all replays, on a few threads: each has at most one thing to read at a time, so what waits is bounded by how many
 * replays there may be. Safe for any number of threads.
 */
final class ReadAhead implements AutoCloseable {
    /** Threads, and readers that are borrowed, at a time; more would only wait for each other's bytes. */
    static final int THREADS = 4;

    private static final Duration READER_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** What is being read. */
    private record Reading(ReadPlan way, Map<Integer, Long> from, boolean jumped) {}

    private final HistoryReaders readers;
    private final ChunkReader chunks;
    private final ChunkCache cache;
    private final StartFinder startFinder;
    private final ThreadPoolExecutor executor;
    private final AtomicInteger threads = new AtomicInteger();
    private final Map<Reading, List<CompletableFuture<Chunk>>> underWay = new HashMap<>();
    private final LongAdder read = new LongAdder();
    private final LongAdder shared = new LongAdder();

    /** @param waiting how many things to read may wait */
    ReadAhead(HistoryReaders readers, ChunkReader chunks, ChunkCache cache, int waiting) {
        this.readers = readers;
        this.chunks = chunks;
        this.cache = cache;
        this.startFinder = new StartFinder(chunks);
        executor = new ThreadPoolExecutor(
                THREADS, THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(Math.max(1, waiting)), this::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "replay-" + threads.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Finds where a replay begins.
     *
     * @return completed on a reading thread; fails with what Kafka or the history says, or a {@link
     *     RejectedExecutionException} where too many wait
     */
    CompletableFuture<ReplayStart> open(ReplayRequest request) {
        return submit(() -> {
            try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
                return startFinder.find(reader, request);
            }
        });
    }

    /**
     * Reads on. What it gives is the caller's; fails as {@link #open} does.
     *
     * @param jumped whether retention removed what came before, and nobody was told
     */
    CompletableFuture<Chunk> read(ReadPlan way, Map<Integer, Long> from, boolean jumped) {
        @Nullable ChunkKey place = place(way, from);
        return place == null || jumped ? readNow(way, from, jumped) : read(new Reading(way, from, jumped), place);
    }

    /** As the other, but nothing is taken that somebody has begun to read earlier. */
    CompletableFuture<Chunk> readNow(ReadPlan way, Map<Integer, Long> from, boolean jumped) {
        return submit(() -> chunk(way, from, jumped));
    }

    /** What many share: one partition, forwards. */
    private static @Nullable ChunkKey place(ReadPlan way, Map<Integer, Long> from) {
        if (way.backward() || from.size() != 1) {
            return null;
        }
        Map.Entry<Integer, Long> only = from.entrySet().iterator().next();
        return new ChunkKey(way.stream(), way.stepMicros(), only.getKey(), only.getValue());
    }

    private CompletableFuture<Chunk> read(Reading reading, ChunkKey place) {
        Chunk known = cache.find(place);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        CompletableFuture<Chunk> answer = new CompletableFuture<>();
        synchronized (underWay) {
            List<CompletableFuture<Chunk>> waiting = underWay.get(reading);
            if (waiting != null) {
                shared.increment();
                waiting.add(answer);
                return answer;
            }
            underWay.put(reading, new ArrayList<>(List.of(answer)));
        }
        CompletableFuture<Void> unused = readNow(reading.way(), reading.from(), reading.jumped())
                .handle((chunk, fault) -> {
                    handOut(reading, place, chunk, fault);
                    return null;
                });
        return answer;
    }

    private void handOut(Reading reading, ChunkKey place, @Nullable Chunk chunk, @Nullable Throwable fault) {
        List<CompletableFuture<Chunk>> waiting;
        synchronized (underWay) {
            if (chunk != null) {
                cache.keep(place, chunk);
            }
            waiting = underWay.getOrDefault(reading, List.of());
            underWay.remove(reading);
        }
        for (CompletableFuture<Chunk> answer : waiting) {
            if (chunk == null) {
                answer.completeExceptionally(fault == null ? new IllegalStateException() : fault);
            } else {
                answer.complete(chunk.retain());
            }
        }
        if (chunk != null) {
            chunk.release();
        }
    }

    private Chunk chunk(ReadPlan way, Map<Integer, Long> from, boolean jumped) throws InterruptedException {
        read.increment();
        try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
            return chunks.read(reader, way, from, jumped);
        }
    }

    private <T> CompletableFuture<T> submit(Callable<T> work) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> {
                try {
                    answer.complete(work.call());
                } catch (Exception | Error e) {
                    answer.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    /** Chunks that were read from Kafka. */
    long chunksRead() {
        return read.sum();
    }

    /** Chunks that somebody else had read, or was reading. */
    long chunksShared() {
        return shared.sum() + cache.hits();
    }

    /** Ends the reading, and lets go of what is kept. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                executor.getQueue().clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cache.clear();
    }
}
