package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.List;
import java.util.Map;

/**
 * A run of a stream's frames out of the log. Who has it has a reference to each part.
 *
 * @param parts in the order of play
 * @param next where to go on, for each partition: forwards the next offset, backwards the offset behind the next
 * @param atEnd whether there was nothing more at the time of reading
 * @param jumped whether retention removed what came before the next frame, which is not in here
 */
record Chunk(List<Part> parts, Map<Integer, Long> next, boolean atEnd, boolean jumped) {
    Chunk {
        parts = List.copyOf(parts);
        next = Map.copyOf(next);
    }

    /** The same for another owner. */
    Chunk retain() {
        parts.forEach(Part::retain);
        return this;
    }

    /** The end of it, for another owner. */
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
