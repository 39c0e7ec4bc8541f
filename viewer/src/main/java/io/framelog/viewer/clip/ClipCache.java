package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finished clips in temporary files. A player that requests a clip in ranges gets them all out of one file. The oldest
 * clips make room for new ones. Thread-safe.
 */
public final class ClipCache implements AutoCloseable {
    /** The most bytes of all files: some hundred short clips, and little for a disk. */
    static final long LIMIT = 256L << 20;

    /** How long a clip is used. A relative time in an address means another one later. */
    static final Duration LIFE = Duration.ofMinutes(5);

    /** What a clip shows. */
    record Key(StreamName stream, ClipKind kind, Moment from, Moment to) {}

    private final Map<Key, KeptClip> kept = new LinkedHashMap<>();
    private long bytes;
    private boolean closed;

    /** The clip of an address, which the caller must release; null if there is none. */
    synchronized @Nullable KeptClip find(Key key) {
        dropOld();
        KeptClip found = kept.get(key);
        return found == null ? null : found.retain();
    }

    /** Keeps a clip of at most {@link #LIMIT} bytes, and takes over the caller's reference. */
    synchronized void keep(Key key, KeptClip clip) {
        if (closed) {
            clip.release();
            return;
        }
        drop(kept.remove(key));
        dropOld();
        Iterator<KeptClip> oldest = kept.values().iterator();
        while (bytes + clip.length() > LIMIT && oldest.hasNext()) {
            drop(oldest.next());
            oldest.remove();
        }
        kept.put(key, clip);
        bytes += clip.length();
    }

    private void dropOld() {
        Iterator<KeptClip> oldest = kept.values().iterator();
        while (oldest.hasNext()) {
            KeptClip clip = oldest.next();
            if (clip.isOlderThan(LIFE)) {
                drop(clip);
                oldest.remove();
            }
        }
    }

    private void drop(@Nullable KeptClip clip) {
        if (clip != null) {
            bytes -= clip.length();
            clip.release();
        }
    }

    /** The bytes of the kept clips. */
    public synchronized long bytes() {
        dropOld();
        return bytes;
    }

    /** The most bytes of the kept clips. */
    public long limit() {
        return LIMIT;
    }

    /** Deletes the files; those that are being sent once they are sent. */
    @Override
    public synchronized void close() {
        closed = true;
        kept.values().forEach(this::drop);
        kept.clear();
    }
}
