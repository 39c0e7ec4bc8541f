package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.preview.Previews;
import io.framelog.viewer.receiving.WatchPlan;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** All replays: their limit, their memory and the reading that they share. Thread-safe. */
public final class Replays implements AutoCloseable {
    /** The share of the memory that keeps chunks for other replays of the same place, as a divisor. */
    private static final int CACHE_SHARE = 2;

    private final FanOut fanOut;
    private final Previews previews;
    private final WatchPlan watchPlan;
    private final Slots slots;
    private final PartPool pool;
    private final ChunkCache cache;
    private final ReadAhead readAhead;

    /**
     * Replays within limits.
     *
     * @param previews makes their pictures smaller
     * @param watchPlan knows what the receiver reads
     * @param maxReplays at a time
     * @param memory bytes for all their frames
     */
    public Replays(
            FanOut fanOut,
            Previews previews,
            HistoryReaders readers,
            WatchPlan watchPlan,
            int maxReplays,
            long memory) {
        this.fanOut = fanOut;
        this.previews = previews;
        this.watchPlan = watchPlan;
        this.slots = new Slots(maxReplays);
        this.pool = new PartPool(memory, 1);
        this.cache = new ChunkCache(memory / CACHE_SHARE);
        this.readAhead = new ReadAhead(readers, new ChunkReader(pool, cache), cache, maxReplays);
    }

    /**
     * Takes a slot, for {@link #open}.
     *
     * @throws ProblemException if there is none
     */
    public void reserve() {
        if (!slots.take()) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + slots.limit() + " replays; --max-replays raises it"));
        }
    }

    /**
     * Finds where a replay starts. The caller must have taken a slot by {@link #reserve}; it is given back when the
     * replay has ended, or could not be opened.
     *
     * @return completed on a reading thread; may fail with a {@link org.apache.kafka.common.KafkaException}, a {@link
     *     io.framelog.viewer.history.NoSuchPositionException}, because too many wait, or with a {@link
     *     io.framelog.cli.CommandFailure} if pictures cannot be made smaller on this machine
     */
    public CompletableFuture<Replay> open(ReplayRequest request) {
        CompletableFuture<ReplayStart> found = request.width().isPresent()
                ? previews.ready().thenCompose(ready -> readAhead.open(request))
                : readAhead.open(request);
        return found.thenApply(
                        start -> new Replay(fanOut, previews, watchPlan, this::read, request, start, slots::giveBack))
                .whenComplete((replay, failure) -> {
                    if (failure != null) {
                        slots.giveBack();
                    }
                });
    }

    /** The same, with full pictures where no smaller ones can be made. */
    CompletableFuture<Replay> openAnyway(ReplayRequest request) {
        return request.width().isEmpty()
                ? open(request)
                : previews.ready()
                        .handle((ready, failure) -> failure == null ? request : request.atFullSize())
                        .thenCompose(this::open);
    }

    private CompletableFuture<Chunk> read(
            ReadPlan reading, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros, boolean fresh) {
        return fresh
                ? readAhead.readNow(reading, from, jumped, sinceMicros)
                : readAhead.read(reading, from, jumped, sinceMicros);
    }

    /** One slot for each replay. */
    public Slots slots() {
        return slots;
    }

    /** The memory of their frames. */
    public PartPool pool() {
        return pool;
    }

    /** Chunks that wait to be read; at most one for each replay. */
    public int chunksWaiting() {
        return readAhead.waiting();
    }

    /** Chunks read from Kafka. */
    public long chunksRead() {
        return readAhead.chunksRead();
    }

    /** Chunks that were already read for another replay. */
    public long chunksShared() {
        return readAhead.chunksShared();
    }

    /** Ends the reading; the fan-out ends the clients. */
    @Override
    public void close() {
        readAhead.close();
    }
}
