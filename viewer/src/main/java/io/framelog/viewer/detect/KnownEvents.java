package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.viewer.events.EventLog;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The events of a stream that are in the log, so that a search of the past tells nothing that is told. For one thread. */
final class KnownEvents {
    /** An event can begin so long before it is over, and its end may be missing. */
    private static final Duration LONGEST = Duration.ofMinutes(11);

    private static final Duration LIMIT = Duration.ofMinutes(10);

    private record Range(EventType type, int partition, Instant from, Instant until) {}

    private final StreamName stream;
    private final Set<String> ids = new HashSet<>();
    /** By the name of the event: of the last of its records. */
    private final Map<String, Range> ranges = new HashMap<>();

    KnownEvents(StreamName stream) {
        this.stream = stream;
    }

    /**
     * Reads the events of a time and later.
     *
     * @throws CommandFailure if not all of them can be read
     */
    void read(EventLog log, Instant since) {
        if (!log.read(since.minus(LONGEST), LIMIT, this::noteOfStream)) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "the events in topic " + log.topic().name() + " cannot all be read, so nothing is written");
        }
    }

    private void noteOfStream(StreamEvent event) {
        if (event.stream().equals(stream)) {
            note(event);
        }
    }

    private void note(StreamEvent event) {
        if (event.newest().isEmpty() || !(event.more().get("event") instanceof String name)) {
            return; // of another kind
        }
        try {
            Instant from = Instant.parse(String.valueOf(event.more().get("from")));
            Instant until = Instant.parse(String.valueOf(event.more().get("until")));
            boolean isOver = "ended".equals(event.more().get("phase"));
            ids.add(event.id());
            ranges.put(
                    name,
                    new Range(
                            event.type(), event.newest().get().partition(), from, isOver ? until : from.plus(LONGEST)));
        } catch (DateTimeException e) {
            return; // of another program
        }
    }

    /** Those of the two events that are not told yet. */
    List<StreamEvent> untold(Occurrence found) {
        List<StreamEvent> untold = new ArrayList<>();
        for (StreamEvent event : List.of(found.began(), found.ended())) {
            if (!ids.contains(event.id())) {
                untold.add(event);
            }
        }
        boolean half = untold.size() == 1;
        return half || ranges.values().stream().noneMatch(range -> overlaps(range, found)) ? untold : List.of();
    }

    private static boolean overlaps(Range range, Occurrence found) {
        Instant from = Instant.parse(String.valueOf(found.ended().more().get("from")));
        int partition = found.ended().newest().map(newest -> newest.partition()).orElse(-1);
        return range.type().equals(found.ended().type())
                && range.partition() == partition
                && !from.isAfter(range.until())
                && !found.ended().time().isBefore(range.from());
    }
}
