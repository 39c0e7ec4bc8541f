package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.testing.SlowOutlet;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventClientTest {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(10);

    @Test
    void clientThatTakesAByteNowAndThenIsEndedAfterAMinute() {
        EventCounters counters = new EventCounters(1);
        try (EventFanOut fanOut = new EventFanOut(
                new EventTopic("video-events"),
                new ConsumerFactory(new KafkaOptions()),
                new KafkaHealth("nowhere:9092", "video-events", Optional::empty),
                new Catalog(Clock.systemUTC(), System::nanoTime),
                view -> new byte[0],
                counters,
                STALL_LIMIT)) {
            SlowOutlet outlet = new SlowOutlet();
            EventFilter filter = new EventFilter(stream -> true, EventKinds.ALL);
            EventClient client = new EventClient(fanOut, filter, EventStart.LATEST, () -> {}, outlet);
            client.ready();
            assertTrue(outlet.left() > 10, "a write is unfinished");
            long now = System.nanoTime();
            int seconds = 0;
            while (!outlet.isAborted() && outlet.left() > 1) {
                outlet.takeByte();
                seconds += 6;
                client.connection().check(now + Duration.ofSeconds(seconds).toNanos());
            }
            assertTrue(outlet.isAborted(), "disconnected before it took everything");
            assertEquals(60, seconds);
            assertEquals(1, counters.stalledCount());
        }
    }
}
