package io.framelog.viewer.replay;

import io.framelog.frame.Position;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.kafka.StoredFrame;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Finds where a replay begins, and its first frames with it. Without state. */
final class Opener {
    /** What is read at most to find a stream's first frame behind a time, where a replay goes backwards from. */
    private static final long MAX_SEARCHED_BYTES = 8L << 20;

    private static final long MILLI = 1_000;

    private final ChunkReader chunks;

    Opener(ChunkReader chunks) {
        this.chunks = chunks;
    }

    /** @throws io.framelog.viewer.history.NoSuchPositionException for a position that never was */
    Opening open(HistoryReader reader, ReplayRequest request) {
        Optional<Moment> to = request.to().map(last -> time(reader, request, last));
        return request.isBackward() ? backward(reader, request, to) : forward(reader, request, to);
    }

    /** A frame's position as its time, which holds in other partitions as well. */
    private static Moment time(HistoryReader reader, ReplayRequest request, Moment moment) {
        if (!(moment instanceof Exactly)) {
            return moment;
        }
        return new At(reader.shownAt(request.stream(), moment)
                .map(frame -> frame.frame().capturedMicros())
                .orElse(0L));
    }

    private Opening forward(HistoryReader reader, ReplayRequest request, Optional<Moment> to) {
        Map<Integer, Long> bounds =
                to.map(last -> reader.bounds(request.stream(), last)).orElse(Map.of());
        ReadPlan way = new ReadPlan(request.stream(), false, request.stepMicros(), micros(to), bounds);
        Map<Integer, Long> starts = reader.offsets(request.stream(), request.from());
        Chunk first = chunks.read(way, reader.cursor(request.stream(), request.from(), to.orElse(new Latest())), false);
        try {
            return new Opening(way, first, note(reader, request, starts, first));
        } catch (RuntimeException e) {
            first.release();
            throw e;
        }
    }

    private static OptionalLong micros(Optional<Moment> to) {
        return to.isPresent() && to.get() instanceof At at ? OptionalLong.of(at.micros()) : OptionalLong.empty();
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
        return early && starts.equals(reader.partitionBounds(request.stream()).begins())
                ? Optional.of("the log begins later than that, at " + Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                : Optional.empty();
    }

    private static boolean isBefore(Position position, Map<Integer, Long> starts) {
        return position.offset() < starts.getOrDefault(position.partition(), 0L);
    }

    /** Begins with the frame that was shown at that time. */
    private Opening backward(HistoryReader reader, ReplayRequest request, Optional<Moment> to) {
        ReadPlan way = new ReadPlan(request.stream(), true, request.stepMicros(), micros(to), Map.of());
        return new Opening(
                way,
                chunks.read(way, reader.backward(request.stream(), starts(reader, request)), false),
                Optional.empty());
    }

    /** The offsets behind the first frame that is wanted. */
    private static Map<Integer, Long> starts(HistoryReader reader, ReplayRequest request) {
        Moment from = request.from();
        Map<Integer, Long> starts = new HashMap<>();
        if (from instanceof Exactly exactly) {
            starts.putAll(reader.offsets(request.stream(), from));
            starts.put(exactly.position().partition(), exactly.position().offset() + 1);
        } else if (from instanceof At at) {
            // Kafka's index knows milliseconds; and a stream's clock may be behind those of others in its partition.
            starts.putAll(reader.offsets(request.stream(), new At(at.micros() - MILLI)));
            FrameCursor cursor = reader.cursor(request.stream(), starts, reader.bounds(request.stream(), from));
            for (StoredFrame frame = next(cursor);
                    frame != null && frame.frame().capturedMicros() <= at.micros();
                    frame = next(cursor)) {
                starts.put(frame.position().partition(), frame.position().offset() + 1);
            }
        } else {
            starts.putAll(reader.offsets(request.stream(), from));
        }
        return starts;
    }

    /** The next frame, where it is not too far away. */
    private static @Nullable StoredFrame next(FrameCursor cursor) {
        while (!cursor.isReady() && cursor.bytesRead() < MAX_SEARCHED_BYTES) {
            cursor.fetch();
        }
        return cursor.isReady() ? cursor.next() : null;
    }
}
