package io.framelog.viewer.timeline;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/** When a stream was away, by what its publisher said. */
final class EventSilences {
    private static final long NONE = -1;

    private EventSilences() {}

    /** From a source's loss, or a run's end, to what came next: ordered spans. Where nothing came next, nothing is said. */
    static List<Span> of(List<StreamEvent> events) {
        List<Span> silences = new ArrayList<>();
        long since = NONE;
        for (StreamEvent event : events) {
            long time = event.time().toEpochMilli();
            EventType type = event.type();
            if (type.equals(EventType.LOST) || type.equals(EventType.ENDED)) {
                since = since == NONE ? time : since;
            } else if (type.equals(EventType.STARTED) || type.equals(EventType.RECOVERED)) {
                if (since != NONE && time > since) {
                    silences.add(new Span(since, time));
                }
                since = NONE;
            }
        }
        return Span.merged(silences);
    }
}
