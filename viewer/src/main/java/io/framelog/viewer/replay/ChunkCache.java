package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Caches recently read chunks for other replays of the same place: of streams in one partition, forwards. Not Caffeine:
 * a chunk is found by any offset inside it, and must be retained before it can be evicted. Thread-safe.
 */
final class ChunkCache {
    /** Where a chunk begins. */
    record ChunkKey(StreamName stream, long stepMicros, int partition, long offset) implements Comparable<ChunkKey> {
        private static final Comparator<ChunkKey> ORDER = Comparator.comparing(ChunkKey::stream)
                .thenComparingLong(ChunkKey::stepMicros)
                .thenComparingInt(ChunkKey::partition)
                .thenComparingLong(ChunkKey::offset);

        @Override
        public int compareTo(ChunkKey other) {
            return ORDER.compare(this, other);
        }

        boolean isSameWay(ChunkKey other) {
            return stream.equals(other.stream) && stepMicros == other.stepMicros && partition == other.partition;
        }
    }

    /** Older chunks are not used: retention may have removed their frames, or the topic may have been created again. */
    private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final class Kept {
        private final Chunk chunk;
        private final long readNanos = System.nanoTime();
        private long used;

        Kept(Chunk chunk, long used) {
            this.chunk = chunk;
            this.used = used;
        }
    }

    private final long limit;
    private final NavigableMap<ChunkKey, Kept> chunks = new TreeMap<>();
    private final LongAdder hits = new LongAdder();
    private long bytes;
    private long uses;

    /** @param limit of the cached chunks, in bytes */
    ChunkCache(long limit) {
        this.limit = limit;
    }

    /** The cached frames from an offset on, which the caller must release; null if there are none. */
    synchronized @Nullable Chunk find(ChunkKey place) {
        Map.Entry<ChunkKey, Kept> before = chunks.floorEntry(place);
        if (before == null || !before.getKey().isSameWay(place)) {
            return null;
        }
        Kept kept = before.getValue();
        if (System.nanoTime() - kept.readNanos > MAX_AGE_NANOS) {
            drop(before.getKey());
            return null;
        }
        if (kept.chunk.next().getOrDefault(place.partition, 0L) <= place.offset) {
            return null;
        }
        kept.used = ++uses;
        hits.increment();
        return kept.chunk.retainFrom(place.offset);
    }

    /** Caches a chunk; the caller's reference stays the caller's. */
    synchronized void keep(ChunkKey place, Chunk chunk) {
        if (chunk.parts().isEmpty() || chunk.atEnd() || chunks.containsKey(place)) {
            return;
        }
        chunks.put(place, new Kept(chunk.retain(), ++uses));
        bytes += chunk.bytes();
        while (bytes > limit && dropOldest()) {
            // until the rest fits
        }
    }

    /** Releases the least recently used chunk. @return whether there was one */
    synchronized boolean dropOldest() {
        return chunks.entrySet().stream()
                .min(Comparator.comparingLong(entry -> entry.getValue().used))
                .map(entry -> drop(entry.getKey()))
                .orElse(false);
    }

    private boolean drop(ChunkKey place) {
        Kept kept = chunks.remove(place);
        if (kept != null) {
            bytes -= kept.chunk.bytes();
            kept.chunk.release();
        }
        return kept != null;
    }

    /** Releases all chunks. */
    synchronized void clear() {
        chunks.values().forEach(kept -> kept.chunk.release());
        chunks.clear();
        bytes = 0;
    }

    /** How often a chunk was found. */
    long hits() {
        return hits.sum();
    }
}
