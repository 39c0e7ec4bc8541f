package io.framelog.viewer.preview;

import io.framelog.viewer.part.Part;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A stream's newest frame, until a picture is made of it. The fan-out thread puts it here, and a thread of the workshop
 * takes it when it is free, so that it makes the newest. Thread-safe.
 */
final class PendingFrame {
    private final AtomicReference<@Nullable Source> newest = new AtomicReference<>();

    /**
     * A frame.
     *
     * @param part a reference of its own
     * @param serial the frame's number in its stream
     * @param due whether the copy is to show it, or a newer one
     * @param nanos when it became due, by the fan-out's clock; when it came if it is not due
     */
    record Source(Part part, long serial, boolean due, long nanos) {}

    /**
     * Puts a frame in place of an older one. It is due if the older one was.
     *
     * @return whether both were due, so that one is left out
     */
    boolean put(Part part, long serial, boolean due, long now) {
        Source source = new Source(part.retain(), serial, due, now);
        Source before = newest.getAndSet(source);
        if (before == null) {
            return false;
        }
        before.part.release();
        if (before.due && !due) {
            makeDue(before.nanos);
        }
        return before.due && due;
    }

    /** The frame is to be shown. @return false if there is none, or it is due already */
    boolean makeDue(long now) {
        Source source = newest.get();
        return source != null
                && !source.due
                && newest.compareAndSet(source, new Source(source.part, source.serial, true, now));
    }

    /** The frame, which may be taken and released by another thread while there is work. */
    @Nullable Source peek() {
        return newest.get();
    }

    /** Takes the frame, and its reference; null if there is none. */
    @Nullable Source take() {
        return newest.getAndSet(null);
    }

    /** Releases the frame, if there is one. */
    void drop() {
        Source source = take();
        if (source != null) {
            source.part.release();
        }
    }
}
