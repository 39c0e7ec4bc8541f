package io.framelog.viewer.notify;

import io.framelog.event.EventType;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Decides which events are told: after one of a stream and type, no other one for a while, by the time of the events. What
 * belongs to an event that was told is told as well: its end, and that a lost stream is back. An event that is read again
 * gets the same answer. Not thread-safe.
 */
final class CoolDown {
    /** Streams times types that are remembered; the one that was asked for longest ago gives way. */
    private static final int MAX_REMEMBERED = 10_000;

    private record Kind(StreamName stream, EventType type) {}

    /** @param pairQuiet whether something began after it, of which nothing was told */
    private record Last(String id, String subject, Instant time, boolean pairQuiet) {}

    private final Choice choice;
    private final Map<Kind, Last> remembered = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Kind, Last> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    CoolDown(Choice choice) {
        this.choice = choice;
    }

    /** Whether to tell people of it. */
    boolean tells(Notice notice) {
        EventType type = notice.event().type();
        if (!choice.hasType(type)) {
            return false;
        }
        if (type.equals(EventType.RECOVERED)) {
            Last lost = remembered.get(new Kind(notice.event().stream(), EventType.LOST));
            if (lost != null) {
                return !lost.pairQuiet();
            }
        }
        Kind kind = new Kind(notice.event().stream(), type);
        Last last = remembered.get(kind);
        if (last == null || isOver(last, notice) || isSame(last, notice)) {
            remembered.put(
                    kind,
                    new Last(
                            notice.event().id(),
                            notice.subject(),
                            notice.event().time(),
                            false));
            return true;
        }
        remembered.put(kind, new Last(last.id(), last.subject(), last.time(), true));
        return false;
    }

    private static boolean isSame(Last last, Notice notice) {
        return last.id().equals(notice.event().id())
                || (notice.isEnd() && last.subject().equals(notice.subject()));
    }

    /** Clocks are set back: what lies far before the last one is not too early. */
    private boolean isOver(Last last, Notice notice) {
        return Duration.between(last.time(), notice.event().time()).abs().compareTo(choice.coolDown()) >= 0;
    }
}
