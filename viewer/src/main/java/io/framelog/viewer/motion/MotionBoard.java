package io.framelog.viewer.motion;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** The events of motion that are going on. Thread-safe. */
public final class MotionBoard {
    /** An event that has begun longer ago is over, though nobody said so: the longest, and the quiet time after it. */
    static final Duration LONGEST = Duration.ofMinutes(11);
    /** The most streams; then the one in which something began to move first is forgotten. */
    static final int MAX_STREAMS = 10_000;
    /** The most events of a stream: it may be in several partitions, and several programs may write. */
    static final int MAX_EVENTS = 8;

    private static final Pattern PHASE = Pattern.compile("-(began|ended)$");

    /** By stream, when each event has begun, by its name. */
    private final Map<StreamName, Map<String, Instant>> began = new LinkedHashMap<>();

    /** Notes an event of any type. */
    synchronized void note(StreamEvent event) {
        if (!event.type().equals(EventType.MOTION)) {
            return;
        }
        if ("began".equals(event.more().get("phase"))) {
            Map<String, Instant> its = began.computeIfAbsent(event.stream(), unused -> new LinkedHashMap<>());
            its.put(name(event), event.time());
            removeFirst(its, MAX_EVENTS);
            removeFirst(began, MAX_STREAMS);
        } else {
            began.computeIfPresent(event.stream(), (stream, its) -> {
                its.remove(name(event));
                return its.isEmpty() ? null : its;
            });
        }
    }

    private static void removeFirst(Map<?, ?> map, int most) {
        if (map.size() > most) {
            var first = map.keySet().iterator();
            var unusedKey = first.next();
            first.remove();
        }
    }

    /** Events of other programs may lack the name, which is the id without the phase. */
    private static String name(StreamEvent event) {
        return event.more().get("event") instanceof String name
                ? name
                : PHASE.matcher(event.id()).replaceFirst("");
    }

    /** Forgets all of them: the log was replaced. */
    synchronized void clear() {
        began.clear();
    }

    /**
     * Whether something moves in a stream.
     *
     * @param now by the clock that stamps the stream's frames
     */
    public synchronized boolean isMoving(StreamName stream, Instant now) {
        return began.getOrDefault(stream, Map.of()).values().stream()
                .anyMatch(time -> time.isAfter(now.minus(LONGEST)) && time.isBefore(now.plus(LONGEST)));
    }
}
