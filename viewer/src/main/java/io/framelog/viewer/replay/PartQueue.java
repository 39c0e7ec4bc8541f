package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.ArrayDeque;
import java.util.Deque;

/** Parts in line, with a reference to each. Of one thread. */
final class PartQueue {
    private final Deque<Part> parts = new ArrayDeque<>();
    private long bytes;

    /** The reference goes over to the queue. */
    void add(Part part) {
        parts.add(part);
        bytes += part.length();
    }

    /** The first, which stays; there is one. */
    Part element() {
        return parts.element();
    }

    /** The first, and the reference to it; there is one. */
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

    /** What they take in memory. */
    long bytes() {
        return bytes;
    }

    /** Lets go of them all. */
    void clear() {
        parts.forEach(Part::release);
        parts.clear();
        bytes = 0;
    }
}
