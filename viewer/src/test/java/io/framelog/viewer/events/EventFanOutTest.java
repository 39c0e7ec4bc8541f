package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.BlockedTask;
import io.framelog.viewer.testing.QuietOutlet;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

@Timeout(60)
class EventFanOutTest {
    private final EventCounters counters = new EventCounters(10);
    private final EventFanOut fanOut;

    EventFanOutTest() {
        KafkaOptions nowhere = new KafkaOptions();
        new CommandLine(nowhere).parseArgs("--bootstrap-server", "127.0.0.1:1");
        fanOut = new EventFanOut(
                new EventTopic("video-events"),
                new ConsumerFactory(nowhere),
                new KafkaHealth("127.0.0.1:1", "video-events", Optional::empty),
                new Catalog(Clock.systemUTC(), System::nanoTime),
                view -> new byte[0],
                counters,
                Duration.ofSeconds(10));
    }

    @AfterEach
    void close() {
        fanOut.close();
    }

    @Test
    void oneClientsFaultIsNotTheOthers() {
        QuietOutlet first = open(new QuietOutlet());
        QuietOutlet faulty = open(new QuietOutlet() {
            @Override
            public boolean flush(ByteBuffer[] bytes) {
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet last = open(new QuietOutlet());

        Await.until("the others are served", () -> first.taken() == 1 && last.taken() == 1);
        Await.until("it is ended", () -> counters.clients() == 2);
        assertFalse(faulty.isOpen());
        assertTrue(first.isOpen() && last.isOpen());
    }

    @Test
    void endsEveryClientAlthoughATaskAndAClientThrowAtTheEnd() throws InterruptedException {
        QuietOutlet faulty = open(new QuietOutlet() {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet present = open(new QuietOutlet());
        Await.until("both are served", () -> faulty.taken() == 1 && present.taken() == 1);
        BlockedTask blocked = new BlockedTask();
        fanOut.loop().post(blocked);
        fanOut.loop().post(() -> {
            throw new AssertionError("a fault");
        });
        QuietOutlet waiting = open(new QuietOutlet());

        blocked.releaseAfter(fanOut::close, fanOut.loop()::isClosing);

        for (QuietOutlet outlet : List.of(faulty, present, waiting)) {
            assertFalse(outlet.isOpen());
        }
        assertEquals(1, waiting.taken(), "the task that was posted last ran");
        assertEquals(0, counters.clients());
    }

    private <T extends QuietOutlet> T open(T outlet) {
        assertTrue(fanOut.isAlive());
        assertNotNull(
                fanOut.open(new EventFilter(stream -> true, EventKinds.ALL), EventStart.LATEST, () -> {}, outlet));
        return outlet;
    }
}
