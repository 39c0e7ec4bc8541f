package io.framelog.viewer.timeline;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import java.util.ArrayList;
import java.util.List;

/** When a stream had no frames, by its publisher's events. */
final class EventSilences {
    private static final long NONE = -1;

    private EventSilences() {}

    /** The spans from each loss of the source, or end of a run, to the next recovery or start; in order. */
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
