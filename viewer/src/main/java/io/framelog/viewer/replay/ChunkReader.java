package io.framelog.viewer.replay;

import io.framelog.viewer.history.BackwardCursor;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads chunks with a reader that was borrowed for it, into shared memory. Without state of its own. */
final class ChunkReader {
    /** A chunk is full with so many bytes; the frame that reaches it is in it. */
    static final int CHUNK_BYTES = 512 * 1024;
    /** Or with so many frames. */
    static final int CHUNK_FRAMES = 64;
    /** So much is read for one chunk, of all streams in a partition together, before others have their turn. */
    private static final long MAX_READ_BYTES = 8L << 20;

    private static final String JUMPED = "retention removed what came before this frame";

    private final PartPool pool;
    private final ChunkCache cache;

    ChunkReader(PartPool pool, ChunkCache cache) {
        this.pool = pool;
        this.cache = cache;
    }

    /**
     * The frames from a place on.
     *
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
     * @throws MemoryFullException if there is no memory for a single frame
     */
    Chunk read(HistoryReader reader, Way way, Map<Integer, Long> from) {
        return way.backward()
                ? backward(way, reader.backward(way.stream(), from))
                : forward(way, reader.cursor(way.stream(), from, way.bounds()));
    }

    /** The frames that a cursor comes to. */
    Chunk forward(Way way, FrameCursor cursor) {
        Filling filling = new Filling(way.stepMicros());
        while (!filling.isFull()) {
            while (!cursor.isReady() && cursor.bytesRead() < MAX_READ_BYTES) {
                cursor.fetch();
            }
            Map<Integer, Long> here = cursor.positions();
            @Nullable StoredFrame frame = cursor.isReady() ? cursor.next() : null;
            if (frame == null) {
                return filling.chunk(here, cursor.isOver());
            }
            if (!filling.add(frame, cursor.takeJump() ? JUMPED : "")) {
                return filling.chunk(here, false);
            }
        }
        return filling.chunk(cursor.positions(), false);
    }

    /** The frames that a cursor comes to, the latest first. */
    Chunk backward(Way way, BackwardCursor cursor) {
        Filling filling = new Filling(way.stepMicros());
        while (!filling.isFull()) {
            while (!cursor.isReady() && cursor.bytesRead() < MAX_READ_BYTES) {
                cursor.fetch();
            }
            Map<Integer, Long> here = cursor.positions();
            @Nullable StoredFrame frame = cursor.isReady() ? cursor.next() : null;
            if (frame == null) {
                return filling.chunk(here, cursor.isOver());
            }
            if (!filling.add(frame, "")) {
                return filling.chunk(here, false);
            }
        }
        return filling.chunk(cursor.positions(), false);
    }

    /** A chunk in the making. */
    private final class Filling {
        private final long stepMicros;
        private final List<Part> parts = new ArrayList<>();
        private long bytes;
        private long lastStep = Long.MIN_VALUE;

        Filling(long stepMicros) {
            this.stepMicros = stepMicros;
        }

        boolean isFull() {
            return bytes >= CHUNK_BYTES || parts.size() >= CHUNK_FRAMES;
        }

        /** @return false where there is no memory for it: it is to be the first of the next chunk */
        boolean add(StoredFrame frame, String note) {
            long step = stepMicros == 0 ? 0 : Math.floorDiv(frame.frame().capturedMicros(), stepMicros);
            if (stepMicros > 0 && step == lastStep) {
                return true;
            }
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
            lastStep = step;
            parts.add(part);
            bytes += part.length();
            return true;
        }

        Chunk chunk(Map<Integer, Long> next, boolean atEnd) {
            return new Chunk(parts, next, atEnd);
        }
    }
}
