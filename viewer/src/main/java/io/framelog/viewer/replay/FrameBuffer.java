package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.ArrayDeque;
import java.util.Deque;

/** A queue of frames that holds a reference to each. Not thread-safe. */
final class FrameBuffer {
    private final Deque<Part> parts = new ArrayDeque<>();
    private long bytes;

    /** The reference goes over to the buffer. */
    void add(Part part) {
        parts.add(part);
        bytes += part.length();
    }

    /** The first frame, which stays. @throws java.util.NoSuchElementException if none */
    Part first() {
        return parts.element();
    }

    /** Removes the first frame, which the caller must release. @throws java.util.NoSuchElementException if none */
    Part remove() {
        Part part = parts.remove();
        bytes -= part.length();
        return part;
    }

    boolean isEmpty() {
        return parts.isEmpty();
    }

    int size() {
        return parts.size();
    }

    /** The frames' memory. */
    long bytes() {
        return bytes;
    }

    /** Releases all frames. */
    void clear() {
        parts.forEach(Part::release);
        parts.clear();
        bytes = 0;
    }
}
