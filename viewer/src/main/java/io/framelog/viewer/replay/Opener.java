package io.framelog.viewer.replay;

import io.framelog.frame.Position;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.kafka.StoredFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds where a replay begins, and its first frames with it. Without state. */
final class Opener {
    private final ChunkReader chunks;

    Opener(ChunkReader chunks) {
        this.chunks = chunks;
    }

    /** @throws io.framelog.viewer.history.NoSuchPositionException for a position that never was */
    Opening open(HistoryReader reader, ReplayRequest request) {
        return request.isBackward() ? backward(reader, request) : forward(reader, request);
    }

    private Opening forward(HistoryReader reader, ReplayRequest request) {
        Map<Integer, Long> bounds =
                request.to().map(to -> reader.bounds(request.stream(), to)).orElse(Map.of());
        Way way = new Way(request.stream(), false, request.stepMicros(), bounds);
        Map<Integer, Long> starts = reader.offsets(request.stream(), request.from());
        Chunk first = chunks.forward(
                way,
                reader.cursor(request.stream(), request.from(), request.to().orElse(new Latest())));
        return new Opening(way, first, note(reader, request, starts, first));
    }

    private static Optional<String> note(
            HistoryReader reader, ReplayRequest request, Map<Integer, Long> starts, Chunk first) {
        if (first.parts().isEmpty()) {
            return Optional.empty();
        }
        long micros = first.parts().get(0).capturedMicros();
        boolean early = request.from() instanceof At at
                ? at.micros() < micros
                : request.from() instanceof Exactly exactly && isBefore(exactly.position(), starts);
        return early && starts.equals(reader.stretches(request.stream()).begins())
                ? Optional.of("the log begins later than that, at " + Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                : Optional.empty();
    }

    private static boolean isBefore(Position position, Map<Integer, Long> starts) {
        return position.offset() < starts.getOrDefault(position.partition(), 0L);
    }

    /** Begins with the frame that was shown at that time. */
    private Opening backward(HistoryReader reader, ReplayRequest request) {
        Way way = new Way(request.stream(), true, request.stepMicros(), Map.of());
        Optional<StoredFrame> shown = reader.shownAt(request.stream(), request.from());
        if (shown.isEmpty()) {
            return new Opening(way, new Chunk(List.of(), Map.of(), true), Optional.empty());
        }
        Position position = shown.get().position();
        Map<Integer, Long> starts = new HashMap<>(reader.offsets(request.stream(), new Exactly(position)));
        starts.put(position.partition(), position.offset() + 1);
        Chunk first = chunks.backward(way, reader.backward(request.stream(), starts));
        return new Opening(way, first, Optional.empty());
    }
}
