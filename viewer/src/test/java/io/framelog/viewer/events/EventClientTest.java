package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventClientTest {
    private static final Duration STALL_LIMIT = Duration.ofSeconds(10);

    /** Of a client that takes nothing at once. */
    private static final class TricklingOutlet implements Outlet {
        private ByteBuffer rest = ByteBuffer.allocate(0);
        private boolean aborted;

        void trickle() {
            rest.position(rest.position() + 1);
        }

        @Override
        public boolean flush(ByteBuffer bytes) {
            return false;
        }

        @Override
        public void finish(ByteBuffer left, Listener listener) {
            rest = left;
        }

        @Override
        public void expect(int bytes) {}

        @Override
        public boolean isOpen() {
            return !aborted;
        }

        @Override
        public void close() {}

        @Override
        public void abort() {
            aborted = true;
        }
    }

    @Test
    void clientThatTakesAByteNowAndThenIsEndedAfterAMinute() {
        EventCounters counters = new EventCounters(1);
        try (EventFanOut fanOut = new EventFanOut(
                new EventTopic("video-events"),
                new ConsumerFactory(new KafkaOptions()),
                new KafkaHealth("nowhere:9092", "video-events"),
                new Catalog(Clock.systemUTC(), System::nanoTime),
                view -> new byte[0],
                counters,
                STALL_LIMIT)) {
            TricklingOutlet outlet = new TricklingOutlet();
            EventClient client = new EventClient(fanOut, Optional.empty(), EventStart.LATEST, outlet);
            client.pump();
            assertTrue(outlet.rest.remaining() > 10, "something is to be written");
            long now = System.nanoTime();
            int seconds = 0;
            while (!outlet.aborted && outlet.rest.remaining() > 1) {
                outlet.trickle();
                seconds += 6;
                client.lookAfter(now + Duration.ofSeconds(seconds).toNanos());
            }
            assertTrue(outlet.aborted, "it is let take all");
            assertEquals(60, seconds);
            assertEquals(1, counters.stalledCount());
        }
    }
}
