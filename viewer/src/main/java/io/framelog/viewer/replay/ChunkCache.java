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
 * What was read of the log lately, for others who look at the same place. Streams in one partition alone, forwards. Safe for
 * any number of threads; the lock is held for a moment.
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

    /** What was read longer ago is not used: retention may have removed it, or the topic have been made anew. */
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

    /** @param limit bytes of what is kept */
    ChunkCache(long limit) {
        this.limit = limit;
    }

    /** What is known from a place on; the caller's. */
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

    /** Keeps a chunk, which stays the caller's as well. */
    synchronized void keep(ChunkKey place, Chunk chunk) {
        if (chunk.parts().isEmpty() || chunk.atEnd() || chunks.containsKey(place)) {
            return;
        }
        chunks.put(place, new Kept(chunk.retain(), ++uses));
        bytes += chunk.bytes();
        boolean dropped = true;
        while (bytes > limit && dropped) {
            dropped = dropOldest();
        }
    }

    /** Lets go of what was not used for the longest time. @return whether there was something */
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

    /** Lets go of everything. */
    synchronized void clear() {
        boolean dropped = true;
        while (dropped) {
            dropped = dropOldest();
        }
    }

    /** How often something was found. */
    long hits() {
        return hits.sum();
    }

    /** Bytes of what is kept. */
    synchronized long bytes() {
        return bytes;
    }
}
