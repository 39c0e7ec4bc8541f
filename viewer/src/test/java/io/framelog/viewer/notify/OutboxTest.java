package io.framelog.viewer.notify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.event.EventTopic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxTest {
    private static final Instant THEN = Instant.parse("2026-11-29T12:00:00Z");

    private final ReceiverCounters counters = new ReceiverCounters();
    private final Outbox outbox = new Outbox(
            new NoticeDecoder(new EventTopic("events")),
            new Choice(Set.of("lost", "recovered", "started", "motion"), Set.of(), false, Duration.ZERO),
            counters,
            new OpenOffsets());
    private long offset;

    @Test
    void aLossThatTheNextPublisherEndsSoonIsNotTold() {
        take("a-lost-1", "lost", 0);
        take("b-0", "started", 8);
        assertEquals(List.of("b-0"), told());
    }

    @Test
    void aLossThatTheNextPublisherEndsLateIsTold() {
        take("a-lost-1", "lost", 0);
        take("b-0", "started", 20);
        assertEquals(List.of("a-lost-1", "b-0"), told());
    }

    @Test
    void aLossThatTwoViewersNoticedIsToldOnce() {
        take("a-lost-1", "lost", 0);
        take("a-lost-1", "lost", 0);
        take("a-recovered-1", "recovered", 20);
        assertEquals(List.of("a-lost-1", "a-recovered-1"), told());
    }

    @Test
    void whatASearchOfThePastHasFoundIsNotToldUnlessItIsWanted() {
        Choice wanting = new Choice(Set.of("motion"), Set.of(), true, Duration.ZERO);
        Outbox other = new Outbox(new NoticeDecoder(new EventTopic("events")), wanting, counters, new OpenOffsets());
        for (Outbox each : List.of(outbox, other)) {
            each.take(Notices.record(0, "front", Notices.past("m1-began", THEN)));
            each.take(Notices.record(1, "front", Notices.motion("m2-began", THEN)));
        }

        assertEquals(List.of("m2-began"), told(outbox), "what a notifier has missed is told, however old it is");
        assertEquals(List.of("m1-began", "m2-began"), told(other));
        assertEquals(1, counters.pastCount());
    }

    private void take(String id, String type, int second) {
        outbox.take(Notices.record(offset++, "front", Notices.stream(id, type, THEN.plusSeconds(second))));
    }

    private List<String> told() {
        return told(outbox);
    }

    private static List<String> told(Outbox outbox) {
        List<String> told = new ArrayList<>();
        for (ReadNotice next = outbox.next(); next != null; next = outbox.next()) {
            if (next.notice().told()) {
                told.add(next.notice().event().id());
            }
            outbox.done();
        }
        return told;
    }
}
