package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.replay.ChunkCache.ChunkKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks for all replays. Each replay reads one chunk at a time, so the limit of replays also limits the queue.
 * Can be called from any thread.
 */
final class ReadAhead implements AutoCloseable {
    /** Threads, and readers in use, at a time; more would only compete for the same bandwidth. */
    static final int THREADS = 4;

    private static final Duration READER_PATIENCE = Duration.ofSeconds(2);
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);

    /** What is being read. */
    private record Reading(ReadPlan way, Map<Integer, Long> from, boolean jumped) {}

    private final HistoryReaders readers;
    private final ChunkReader chunks;
    private final ChunkCache cache;
    private final StartFinder startFinder;
    private final BoundedExecutor executor;
    private final Map<Reading, List<CompletableFuture<Chunk>>> underWay = new HashMap<>();
    private final LongAdder read = new LongAdder();
    private final LongAdder shared = new LongAdder();

    /** @param maxWaiting how many chunks may wait to be read */
    ReadAhead(HistoryReaders readers, ChunkReader chunks, ChunkCache cache, int maxWaiting) {
        this.readers = readers;
        this.chunks = chunks;
        this.cache = cache;
        this.startFinder = new StartFinder(chunks);
        this.executor = new BoundedExecutor("replay", THREADS, Math.max(1, maxWaiting));
    }

    /**
     * Finds where a replay begins, and its first chunk.
     *
     * @return completed on a reading thread; fails with a {@link org.apache.kafka.common.KafkaException}, a {@link
     *     io.framelog.viewer.history.HistoryException}, or as {@link BoundedExecutor#submit} does
     */
    CompletableFuture<ReplayStart> open(ReplayRequest request) {
        return executor.submit(() -> {
            try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
                return startFinder.find(reader, request);
            }
        });
    }

    /**
     * Reads the next chunk, or takes one that another replay has read or is reading. The caller must release it.
     *
     * @param jumped whether retention removed the frames before, and the client does not know yet
     * @param sinceMicros from when on to read partitions that the stream has come into; empty to read no others
     * @return fails as {@link #open} does
     */
    CompletableFuture<Chunk> read(ReadPlan way, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros) {
        @Nullable ChunkKey place = place(way, from);
        return place == null || jumped
                ? readNow(way, from, jumped, sinceMicros)
                : read(new Reading(way, from, jumped), place, sinceMicros);
    }

    /** Like {@link #read}, but always reads the log as it is now. */
    CompletableFuture<Chunk> readNow(ReadPlan way, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros) {
        return executor.submit(() -> chunk(way, from, jumped, sinceMicros));
    }

    /** The key of a chunk that can be shared: of one partition, forwards. */
    private static @Nullable ChunkKey place(ReadPlan way, Map<Integer, Long> from) {
        if (way.backward() || from.size() != 1) {
            return null;
        }
        Map.Entry<Integer, Long> only = from.entrySet().iterator().next();
        return new ChunkKey(way.stream(), way.stepMicros(), only.getKey(), only.getValue());
    }

    private CompletableFuture<Chunk> read(Reading reading, ChunkKey place, OptionalLong sinceMicros) {
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
        var unused = readNow(reading.way(), reading.from(), reading.jumped(), sinceMicros)
                .whenComplete((chunk, fault) -> handOut(reading, place, chunk, fault));
        return answer;
    }

    private void handOut(Reading reading, ChunkKey place, @Nullable Chunk chunk, @Nullable Throwable fault) {
        List<CompletableFuture<Chunk>> waiting = List.of();
        try {
            synchronized (underWay) {
                waiting = underWay.getOrDefault(reading, waiting);
                underWay.remove(reading);
                if (chunk != null) {
                    cache.keep(place, chunk);
                }
            }
        } finally { // nobody may wait for ever, whatever the cache throws
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
    }

    private Chunk chunk(ReadPlan way, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros)
            throws InterruptedException {
        read.increment();
        try (HistoryReader reader = readers.borrow(Kind.SPARSE, READER_PATIENCE)) {
            return chunks.read(reader, way, from, jumped, sinceMicros);
        }
    }

    /** How many chunks wait to be read. */
    int waiting() {
        return executor.waiting();
    }

    /** How many chunks were read from Kafka. */
    long chunksRead() {
        return read.sum();
    }

    /** How many chunks were already there, or being read, for another replay. */
    long chunksShared() {
        return shared.sum() + cache.hits();
    }

    /** Cancels all reading, waits for it a short time, and clears the cache. */
    @Override
    public void close() {
        executor.close();
        executor.awaitEnd(CLOSE_LIMIT);
        cache.clear();
    }
}
