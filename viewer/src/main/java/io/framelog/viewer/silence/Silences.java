package io.framelog.viewer.silence;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.status.StreamStatus;
import io.framelog.viewer.catalog.LastStatus;
import io.framelog.viewer.catalog.StreamState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds publishers that have fallen silent, and those that are heard again. Each event has the same id at all viewers.
 * Not thread-safe.
 */
final class Silences {
    /** The most streams whose silence is remembered; of more, nothing is told. */
    static final int MAX_STREAMS = 1_000;
    /** What was silent for longer when this viewer was started is the past. */
    static final Duration MAX_AGE = Duration.ofHours(1);

    private static final String REASON = "its publisher went silent";

    /** By stream, the last status before its publisher fell silent. */
    private final Map<StreamName, StreamStatus> silent = new HashMap<>();

    /**
     * What is to be told: that publishers are lost, or are heard again. The same is found again until it is {@linkplain
     * #told told}.
     *
     * @param statuses by stream, its publisher's last status
     * @param now by this machine's clock
     */
    List<StreamEvent> find(Map<StreamName, LastStatus> statuses, Instant now) {
        silent.keySet().retainAll(statuses.keySet());
        List<StreamEvent> found = new ArrayList<>();
        statuses.forEach((stream, last) -> {
            boolean isSilent = last.age().compareTo(StreamState.SILENCE_LIMIT) > 0;
            StreamStatus before = silent.get(stream);
            if (before != null && !before.heartbeat().equals(last.status().heartbeat())) {
                if (before.run().equals(last.status().run()) && isLive(last)) {
                    found.add(event(EventType.RECOVERED, stream, before, last.status(), now.minus(last.age())));
                } else {
                    silent.remove(stream); // another run, which has told of itself, or the end
                }
            } else if (before == null
                    && isSilent
                    && isLive(last)
                    && last.age().compareTo(MAX_AGE) < 0
                    && silent.size() + found.size() < MAX_STREAMS) {
                found.add(event(EventType.LOST, stream, last.status(), last.status(), now.minus(last.age())));
            }
        });
        return found;
    }

    private static boolean isLive(LastStatus last) {
        return last.status().state() == StreamStatus.State.LIVE;
    }

    /** An event is in Kafka, by this viewer or another. */
    void told(StreamEvent event, Map<StreamName, LastStatus> statuses) {
        LastStatus last = statuses.get(event.stream());
        if (event.type().equals(EventType.LOST) && last != null) {
            silent.put(event.stream(), last.status());
        } else {
            silent.remove(event.stream());
        }
    }

    private static StreamEvent event(
            EventType type, StreamName stream, StreamStatus before, StreamStatus last, Instant time) {
        return new StreamEvent(
                (before.run().isEmpty() ? "" : before.run() + "-") + type.shortName() + "-"
                        + before.heartbeat().toEpochMilli(),
                type,
                time,
                stream,
                last.source(),
                last.run(),
                type.equals(EventType.LOST) ? REASON : "",
                last.newest(),
                last.publisher().isEmpty() ? Map.of() : Map.of("publisher", last.publisher()));
    }
}
