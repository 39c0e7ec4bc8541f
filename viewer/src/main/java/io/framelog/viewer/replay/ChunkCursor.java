package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A replay's place in the log. Has one chunk read at a time. Called on the event loop's thread. */
final class ChunkCursor {
    /** Reads chunks on threads of its own. */
    interface Source {
        /**
         * Reads a chunk, which the receiver of the answer must release.
         *
         * @param jumped whether retention removed what came before, and the client was not told yet
         * @param sinceMicros from when on to read partitions that the stream has come into; empty to read no others
         * @param fresh whether the log's present end matters: then the chunk is not shared with other replays
         */
        CompletableFuture<Chunk> read(
                ReadPlan plan, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros, boolean fresh);
    }

    /** The outcome of a reading: a chunk or a failure. */
    record Arrival(@Nullable Chunk chunk, @Nullable Throwable failure) {
        void release() {
            if (chunk != null) {
                chunk.release();
            }
        }
    }

    private final Source source;
    private final ReadPlan plan;
    private final Runnable onArrival;
    private final Map<Integer, Long> next;
    private final AtomicReference<@Nullable Arrival> arrival;
    private boolean reading = true;
    private boolean jumped;
    private OptionalLong sinceMicros = OptionalLong.empty();

    /**
     * A cursor at which the first chunk has arrived.
     *
     * @param start its chunk's references go over to the cursor
     * @param onArrival runs on a reading thread when another chunk has arrived
     */
    ChunkCursor(Source source, ReplayStart start, Runnable onArrival) {
        this.source = source;
        this.plan = start.plan();
        this.onArrival = onArrival;
        this.next = new HashMap<>(start.chunk().next());
        this.arrival = new AtomicReference<>(new Arrival(start.chunk(), null));
    }

    /** What has arrived, once; null if nothing has. The caller must release it. */
    @Nullable Arrival takeArrival() {
        Arrival arrived = arrival.getAndSet(null);
        reading &= arrived == null;
        return arrived;
    }

    /** Whether a chunk is being read, or has arrived and was not taken. */
    boolean isReading() {
        return reading;
    }

    /** For each partition, where to read on. */
    Map<Integer, Long> next() {
        return next;
    }

    /** Reads on after a chunk. */
    void moveTo(Chunk chunk) {
        next.putAll(chunk.next());
        jumped = chunk.jumped();
        if (!chunk.parts().isEmpty()) {
            sinceMicros =
                    OptionalLong.of(chunk.parts().get(chunk.parts().size() - 1).capturedMicros());
        }
    }

    /** Whether it reads a partition. The stream may have come into another one meanwhile. */
    boolean reads(int partition) {
        return next.containsKey(partition);
    }

    /** Reads on after a live frame. @return false if it was read already */
    boolean moveBehind(Part part) {
        long offset = part.position().offset();
        boolean unread = offset >= next.getOrDefault(part.position().partition(), 0L);
        if (unread) {
            next.put(part.position().partition(), offset + 1);
        }
        return unread;
    }

    /**
     * Starts to read the next chunk. No other chunk of this cursor must be being read.
     *
     * @param fresh see {@link Source#read}
     */
    void read(boolean fresh) {
        reading = true;
        var unused = source.read(plan, Map.copyOf(next), jumped, sinceMicros, fresh)
                .whenComplete((chunk, failure) -> {
                    arrival.set(new Arrival(chunk, failure));
                    onArrival.run();
                });
    }
}
