package io.framelog.viewer.detect;

import io.framelog.detection.motion.Finding;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.viewer.events.EventLog;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was told of motion and faces lately, by this process or another, so that a detector that takes a stream over
 * tells nothing twice. For one thread.
 */
final class ToldEvents {
    /** An event that goes on has begun within this time: the longest, and the quiet time after it. */
    private static final Duration BACK = Duration.ofMinutes(15);

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private record Last(Optional<Finding> open, long until, long offset) {}

    private final Map<String, Last> last = new HashMap<>();

    /** Reads what was told lately. */
    void read(EventLog log) {
        last.clear();
        log.read(Instant.now().minus(BACK), LIMIT, this::note);
    }

    private void note(StreamEvent event) {
        Optional<Long> from = micros(event, "from");
        Optional<Long> until = micros(event, "until");
        Optional<Finding.Kind> kind = kind(event.type());
        if (kind.isEmpty() || event.newest().isEmpty() || from.isEmpty() || until.isEmpty()) {
            return; // of neither motion nor faces, or of another program
        }
        Position newest = event.newest().get();
        Finding finding = new Finding(
                kind.get(),
                from.get(),
                until.get(),
                first(event).orElse(newest.offset()),
                newest.offset(),
                zones(event),
                List.of(),
                0,
                Optional.empty());
        boolean open = "began".equals(event.more().get("phase"));
        // A search of the past may have written events later than what goes on now.
        last.merge(
                key(kind.get(), event.stream(), newest.partition()),
                new Last(open ? Optional.of(finding) : Optional.empty(), until.get(), newest.offset()),
                (known, next) -> next.offset() < known.offset() ? known : next);
    }

    private static Optional<Finding.Kind> kind(EventType type) {
        if (type.equals(EventType.MOTION)) {
            return Optional.of(Finding.Kind.MOTION);
        }
        return type.equals(EventType.FACE) ? Optional.of(Finding.Kind.FACE) : Optional.empty();
    }

    private static Optional<Long> first(StreamEvent event) {
        return event.more().get("first") instanceof Map<?, ?> place && place.get("offset") instanceof Number offset
                ? Optional.of(offset.longValue())
                : Optional.empty();
    }

    private static List<String> zones(StreamEvent event) {
        return event.more().get("zones") instanceof List<?> names
                ? names.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static Optional<Long> micros(StreamEvent event, String member) {
        try {
            return event.more().get(member) instanceof String text
                    ? Optional.of(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(text)))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String key(Finding.Kind kind, StreamName stream, int partition) {
        return kind + "@" + partition + "@" + stream.value();
    }

    /** Tells a stream what is known of it, once: what the stream tells afterwards is not known here. */
    void tell(StreamName stream, int partition, WatchedStream watched) {
        Last motion = last.remove(key(Finding.Kind.MOTION, stream, partition));
        if (motion != null) {
            watched.resume(motion.open(), motion.until());
        }
        Last faces = last.remove(key(Finding.Kind.FACE, stream, partition));
        if (faces != null) {
            watched.resumeFaces(faces.open(), faces.until());
        }
    }
}
