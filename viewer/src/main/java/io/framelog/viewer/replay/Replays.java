package io.framelog.viewer.replay;

import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.receiving.WatchPlan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

/** All replays: how many there may be, and what they share. Safe for any number of threads. */
public final class Replays implements AutoCloseable {
    /** The share of the memory for replayed frames that is kept for others who look at the same place, as a divisor. */
    private static final int CACHE_SHARE = 2;

    private final FanOut fanOut;
    private final WatchPlan plan;
    private final Slots slots;
    private final PartPool pool;
    private final ChunkCache cache;
    private final ReadAhead readAhead;

    /**
     * A replay that can begin.
     *
     * @param replay to be begun or abandoned
     * @param firstMicros when its first frame was captured; empty where none was found (yet)
     * @param position where that lies, as {@link io.framelog.frame.Position} is written
     * @param note what the client should know
     * @param empty whether the log has nothing there; else it is still being looked for
     */
    public record Opened(
            Replay replay, OptionalLong firstMicros, Optional<String> position, Optional<String> note, boolean empty) {}

    /**
     * Sets the limits.
     *
     * @param plan tells what the receiver reads
     * @param maxReplays how many there may be at a time
     * @param memory bytes that their frames may take
     */
    public Replays(FanOut fanOut, HistoryReaders readers, WatchPlan plan, int maxReplays, long memory) {
        this.fanOut = fanOut;
        this.plan = plan;
        this.slots = new Slots(maxReplays);
        this.pool = new PartPool(memory, 1);
        this.cache = new ChunkCache(memory / CACHE_SHARE);
        this.readAhead = new ReadAhead(readers, new ChunkReader(pool, cache), cache, maxReplays);
    }

    /**
     * Finds where a replay begins. Its place among the {@link #slots()} must have been taken; it is given back when the
     * replay is over, or could not be opened.
     *
     * @return completed on a reading thread; may fail with a {@link org.apache.kafka.common.KafkaException}, a {@link
     *     io.framelog.viewer.history.NoSuchPositionException} or where too much waits
     */
    public CompletableFuture<Opened> open(ReplayRequest request) {
        return readAhead
                .open(request)
                .whenComplete((opening, fault) -> {
                    if (fault != null) {
                        slots.giveBack();
                    }
                })
                .thenApply(opening -> opened(request, opening));
    }

    private Opened opened(ReplayRequest request, Opening opening) {
        List<Part> parts = opening.first().parts();
        Replay replay = new Replay(fanOut, readAhead, plan, request, opening, slots::giveBack);
        return new Opened(
                replay,
                parts.isEmpty()
                        ? OptionalLong.empty()
                        : OptionalLong.of(parts.get(0).capturedMicros()),
                parts.stream().findFirst().map(part -> part.position().toString()),
                opening.note(),
                parts.isEmpty() ? opening.first().atEnd() : opening.way().isBeyond(parts.get(0)));
    }

    /** The places for replays. */
    public Slots slots() {
        return slots;
    }

    /** The memory that their frames lie in. */
    public PartPool pool() {
        return pool;
    }

    /** How many runs of frames were read from Kafka. */
    public long chunksRead() {
        return readAhead.chunksRead();
    }

    /** How many runs of frames were there already, read for somebody else. */
    public long chunksShared() {
        return readAhead.chunksShared();
    }

    /** Ends the reading; the clients are ended by the fan-out. */
    @Override
    public void close() {
        readAhead.close();
    }
}
