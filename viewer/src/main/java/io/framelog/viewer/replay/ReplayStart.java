package io.framelog.viewer.replay;

import io.framelog.frame.Position;
import io.framelog.viewer.part.Part;
import java.util.Optional;
import java.util.OptionalLong;

/** What was found where a replay starts. Immutable. */
public final class ReplayStart {
    private final ReadPlan plan;
    private final Chunk chunk;
    private final Optional<String> note;

    /** @param chunk the first frames; none if the log has none there, or none was found yet */
    ReplayStart(ReadPlan plan, Chunk chunk, Optional<String> note) {
        this.plan = plan;
        this.chunk = chunk;
        this.note = note;
    }

    ReadPlan plan() {
        return plan;
    }

    Chunk chunk() {
        return chunk;
    }

    private Optional<Part> first() {
        return chunk.parts().stream().filter(part -> !plan.isPastEnd(part)).findFirst();
    }

    /** When the first frame was captured, microseconds since the epoch; empty if none was found (yet). */
    public OptionalLong firstMicros() {
        return first().stream().mapToLong(Part::capturedMicros).findFirst();
    }

    /** The first frame's position; empty if none was found (yet). */
    public Optional<Position> position() {
        return first().map(Part::position);
    }

    /** What the client should know: that the log begins later than it asked for. */
    public Optional<String> note() {
        return note;
    }

    /** Whether the log has no requested frame; false while one is still searched for. */
    public boolean isEmpty() {
        return first().isEmpty() && (chunk.atEnd() || chunk.parts().size() >= Player.PASSED);
    }
}
