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

/** Finds where a replay starts and reads its first frames. Stateless. */
final class StartFinder {
    /** Bytes read at most to find the frame that a backward replay starts with. */
    private static final long MAX_SEARCHED_BYTES = 8L << 20;

    private static final long MILLI = 1_000;

    private final ChunkReader chunks;

    StartFinder(ChunkReader chunks) {
        this.chunks = chunks;
    }

    /** @throws io.framelog.viewer.history.NoSuchPositionException for a position that never existed */
    ReplayStart find(HistoryReader reader, ReplayRequest request) {
        reader.requireKnown(request.stream(), request.from());
        request.to().ifPresent(last -> reader.requireKnown(request.stream(), last));
        Optional<Moment> to = request.to().map(last -> time(reader, request, last));
        return request.isBackward() ? backward(reader, request, to) : forward(reader, request, to);
    }

    /** Replaces a frame's position by its time, which is valid in all partitions. */
    private static Moment time(HistoryReader reader, ReplayRequest request, Moment moment) {
        if (!(moment instanceof Exactly)) {
            return moment;
        }
        return new At(reader.shownAt(request.stream(), moment)
                .map(frame -> frame.frame().capturedMicros())
                .orElse(0L));
    }

    private ReplayStart forward(HistoryReader reader, ReplayRequest request, Optional<Moment> to) {
        Map<Integer, Long> bounds =
                to.map(last -> reader.bounds(request.stream(), last)).orElse(Map.of());
        ReadPlan plan = new ReadPlan(request.stream(), false, request.stepMicros(), micros(to), bounds);
        Map<Integer, Long> starts = reader.offsets(request.stream(), request.from());
        Chunk first =
                chunks.read(plan, reader.cursor(request.stream(), request.from(), to.orElse(new Latest())), false);
        try {
            return new ReplayStart(plan, first, note(reader, request, starts, first));
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
        return early
                        && isBeginning(
                                starts, reader.partitionBounds(request.stream()).begins())
                ? Optional.of(
                        "the log begins later than requested, at " + Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                : Optional.empty();
    }

    /** The partitions may have changed meanwhile: a viewer that has just started learns which ones a stream is in. */
    private static boolean isBeginning(Map<Integer, Long> starts, Map<Integer, Long> begins) {
        return begins.entrySet().stream().allMatch(begin -> starts.getOrDefault(begin.getKey(), begin.getValue())
                .equals(begin.getValue()));
    }

    private static boolean isBefore(Position position, Map<Integer, Long> starts) {
        return position.offset() < starts.getOrDefault(position.partition(), 0L);
    }

    /** Starts with the frame that was shown at that time. */
    private ReplayStart backward(HistoryReader reader, ReplayRequest request, Optional<Moment> to) {
        ReadPlan plan = new ReadPlan(request.stream(), true, request.stepMicros(), micros(to), Map.of());
        return new ReplayStart(
                plan,
                chunks.read(plan, reader.backward(request.stream(), starts(reader, request)), false),
                Optional.empty());
    }

    /** For each partition, the offset after the first requested frame. */
    private static Map<Integer, Long> starts(HistoryReader reader, ReplayRequest request) {
        Moment from = request.from();
        Map<Integer, Long> starts = new HashMap<>();
        if (from instanceof Exactly exactly) {
            starts.putAll(reader.offsets(request.stream(), from));
            starts.put(exactly.position().partition(), exactly.position().offset() + 1);
        } else if (from instanceof At at) {
            // Kafka's time index has milliseconds, and a stream's clock may be behind others of its partition.
            starts.putAll(reader.offsets(request.stream(), new At(at.micros() - MILLI)));
            FrameCursor cursor = reader.cursor(
                    request.stream(), starts, reader.bounds(request.stream(), from), OptionalLong.empty());
            int passed = 0;
            for (StoredFrame frame = next(cursor); frame != null && passed < Player.PASSED; frame = next(cursor)) {
                if (frame.frame().capturedMicros() <= at.micros()) {
                    starts.put(frame.position().partition(), frame.position().offset() + 1);
                    passed = 0;
                } else {
                    passed++;
                }
            }
        } else {
            starts.putAll(reader.offsets(request.stream(), from));
        }
        return starts;
    }

    /** The next frame; null if it is not within the limit. */
    private static @Nullable StoredFrame next(FrameCursor cursor) {
        while (!cursor.isReady() && cursor.bytesRead() < MAX_SEARCHED_BYTES) {
            cursor.fetch();
        }
        return cursor.isReady() ? cursor.next() : null;
    }
}
