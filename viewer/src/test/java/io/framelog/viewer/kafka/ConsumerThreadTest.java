package io.framelog.viewer.kafka;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.kafka.KafkaOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** A thread whose broker cannot be reached. */
@Timeout(30)
class ConsumerThreadTest {
    @Test
    void endsAlthoughItDoesNotSeeThatItIsWoken() throws Exception {
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--bootstrap-server", "localhost:1");
        CountDownLatch begun = new CountDownLatch(1);
        ConsumerThread thread = new ConsumerThread(
                "test",
                new ConsumerFactory(options)::motion,
                consumer -> {
                    begun.countDown();
                    try {
                        TimeUnit.MINUTES.sleep(1); // as a consumer does between its looks for a broker
                    } catch (InterruptedException e) {
                        throw new InterruptException(e);
                    }
                    return Duration.ZERO;
                },
                KafkaHealth.silent("localhost:1", "any"));
        thread.start();
        assertTrue(begun.await(10, TimeUnit.SECONDS));

        thread.close();

        assertFalse(thread.isAlive());
    }
}
