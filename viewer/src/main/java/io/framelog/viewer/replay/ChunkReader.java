package io.framelog.viewer.replay;

import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.PastCursor;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads chunks with a borrowed reader into shared memory. Stateless. */
final class ChunkReader {
    /** A chunk is full with so many bytes; it includes the frame that reaches the limit. */
    static final int CHUNK_BYTES = 512 * 1024;
    /** A chunk is full with so many frames. */
    static final int CHUNK_FRAMES = 64;
    /** Bytes read for one chunk, including the partition's other streams, before other replays have their turn. */
    private static final long MAX_READ_BYTES = 8L << 20;

    private static final String JUMPED = "retention removed what came before this frame";

    private final PartPool pool;
    private final ChunkCache cache;

    ChunkReader(PartPool pool, ChunkCache cache) {
        this.pool = pool;
        this.cache = cache;
    }

    /**
     * The frames from these offsets on.
     *
     * @param jumped whether retention removed what came before, and the client was not told yet
     * @param sinceMicros from when on to read partitions that the stream has come into; empty to read no others
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws io.framelog.viewer.history.NoSuchPositionException if a partition is no longer there
     * @throws MemoryFullException if there is no memory for even one frame
     */
    Chunk read(HistoryReader reader, ReadPlan plan, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros) {
        return plan.backward()
                ? read(plan, reader.backward(plan.stream(), from), false)
                : read(plan, reader.cursor(plan.stream(), from, plan.bounds(), sinceMicros), jumped);
    }

    /** The next frames of a cursor. */
    Chunk read(ReadPlan plan, PastCursor cursor, boolean jumpedBefore) {
        return fill(plan, jumpedBefore, filling -> {
            while (!filling.isFull()) {
                while (!cursor.isReady() && cursor.bytesRead() < MAX_READ_BYTES) {
                    cursor.fetch();
                }
                Map<Integer, Long> here = cursor.positions();
                @Nullable StoredFrame frame = cursor.isReady() ? cursor.next() : null;
                filling.jumped |= cursor.takeRetentionGap();
                if (frame == null || !filling.add(frame)) {
                    return filling.chunk(here, frame == null && cursor.isOver());
                }
            }
            return filling.chunk(cursor.positions(), cursor.isOver());
        });
    }

    /** Releases what was read if reading fails. */
    private Chunk fill(ReadPlan plan, boolean jumped, Function<Filling, Chunk> reading) {
        Filling filling = new Filling(plan.stepMicros(), jumped);
        try {
            return reading.apply(filling);
        } catch (RuntimeException | Error e) {
            filling.parts.forEach(Part::release);
            throw e;
        }
    }

    /** A chunk that is being filled. */
    private final class Filling {
        private final long stepMicros;
        private final List<Part> parts = new ArrayList<>();
        private boolean jumped;
        private long bytes;
        private long lastStep = Long.MIN_VALUE;

        Filling(long stepMicros, boolean jumped) {
            this.stepMicros = stepMicros;
            this.jumped = jumped;
        }

        boolean isFull() {
            return bytes >= CHUNK_BYTES || parts.size() >= CHUNK_FRAMES;
        }

        /** @return false if there is no memory for it: the next chunk has to begin with it */
        boolean add(StoredFrame frame) {
            long step = stepMicros == 0 ? 0 : Math.floorDiv(frame.frame().capturedMicros(), stepMicros);
            if (stepMicros > 0 && step == lastStep) {
                return true;
            }
            String note = jumped ? JUMPED : "";
            Part part = pool.fillPast(frame.frame(), frame.position(), note);
            while (part == null && cache.dropOldest()) {
                part = pool.fillPast(frame.frame(), frame.position(), note);
            }
            if (part == null) {
                if (parts.isEmpty()) {
                    throw new MemoryFullException();
                }
                return false;
            }
            jumped = false;
            lastStep = step;
            parts.add(part);
            bytes += part.length();
            return true;
        }

        Chunk chunk(Map<Integer, Long> next, boolean atEnd) {
            return new Chunk(parts, next, atEnd, jumped);
        }
    }
}
