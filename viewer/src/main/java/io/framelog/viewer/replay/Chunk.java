package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.List;
import java.util.Map;

/**
 * Successive frames of a stream from the log. Its owner has a reference to each part, and must release it.
 *
 * @param parts in the order in which they are shown
 * @param next where to read on, for each partition: the next offset; backwards, the offset after the next frame
 * @param atEnd whether the log had nothing more when it was read
 * @param jumped whether retention removed what came before the next frame, which is not in this chunk
 */
record Chunk(List<Part> parts, Map<Integer, Long> next, boolean atEnd, boolean jumped) {
    Chunk {
        parts = List.copyOf(parts);
        next = Map.copyOf(next);
    }

    /** Makes the caller an owner, too. */
    Chunk retain() {
        parts.forEach(Part::retain);
        return this;
    }

    /** A chunk of the frames from an offset on. The caller must release it. */
    Chunk retainFrom(long offset) {
        List<Part> rest = parts.stream()
                .filter(part -> part.position().offset() >= offset)
                .toList();
        return new Chunk(rest, next, atEnd, jumped).retain();
    }

    void release() {
        parts.forEach(Part::release);
    }

    long bytes() {
        return parts.stream().mapToLong(Part::length).sum();
    }
}
