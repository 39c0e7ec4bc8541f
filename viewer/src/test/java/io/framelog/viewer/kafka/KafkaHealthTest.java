package io.framelog.viewer.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.viewer.testing.Await;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KafkaHealthTest {
    private final AtomicLong nanos = new AtomicLong();

    @Test
    void namesACauseThatChangesDuringAnOutage() {
        List<String> causes = new CopyOnWriteArrayList<>(List.of("nothing listens", "the password is wrong"));
        KafkaHealth health =
                new KafkaHealth("kafka:9092", "video-stream", () -> Optional.of(causes.remove(0)), nanos::get);

        health.doesNotAnswer();
        Await.until("the first cause", () -> health.now().detail().endsWith("does not answer: nothing listens"));

        nanos.addAndGet(KafkaHealth.REASON_PAUSE.toNanos() - 1);
        health.doesNotAnswer();
        assertEquals(1, causes.size(), "it does not look all the time");

        nanos.incrementAndGet();
        health.doesNotAnswer();
        Await.until("the second cause", () -> health.now().detail().endsWith("the password is wrong"));
    }

    @Test
    void doesNotWaitForTheCause() {
        CountDownLatch found = new CountDownLatch(1);
        KafkaHealth health = new KafkaHealth(
                "kafka:9092",
                "video-stream",
                () -> {
                    try {
                        found.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return Optional.of("too late");
                },
                nanos::get);

        health.doesNotAnswer();
        assertEquals("Kafka at kafka:9092 does not answer", health.now().detail());
        health.ready();
        found.countDown();
        assertEquals(KafkaState.Kind.READY, health.now().kind());
    }
}
