package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.AssertionFailedError;

@Timeout(30)
class SendWindowTest {
    private final FirstFrames firstFrames = new FirstFrames();
    private final SendWindow window = new SendWindow(3, 100, firstFrames);

    @Test
    void letsOneFrameThroughUntilKafkaHasAcknowledgedOne() throws InterruptedException {
        window.acquire(1, 0);
        assertFull();
        window.answered(false, 1);
        window.acquire(1, 0);
        assertFull();
    }

    @Test
    void letsAllThroughAfterTheFirstAcknowledgement() throws InterruptedException {
        window.acquire(1, 0);
        window.answered(true, 1);

        window.acquire(1, 0);
        window.acquire(1, 0);
        window.acquire(1, 0);
        assertFull();

        window.answered(false, 1);
        window.acquire(1, 0);
        assertFull();
    }

    @Test
    void beginsAnewWithOneFrameForNewPartitions() throws InterruptedException {
        window.acquire(1, 0);
        window.answered(true, 1);
        window.acquire(1, 0);
        CompletableFuture<Void> narrowed = CompletableFuture.runAsync(() -> {
            try {
                window.narrow();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThrows(TimeoutException.class, () -> narrowed.get(100, TimeUnit.MILLISECONDS), "a frame has no answer");
        window.answered(true, 1);
        narrowed.join();

        window.acquire(1, 0);
        assertFull();
        window.answered(true, 1);
        window.acquire(1, 0);
        window.acquire(1, 0);
        window.acquire(1, 0);
        assertFull();
    }

    @Test
    void streamsOfAProducerBeginOneAfterTheOther() throws InterruptedException {
        SendWindow other = new SendWindow(3, 100, firstFrames);
        other.acquire(1, 0);
        assertFull();
        other.answered(false, 1);
        window.acquire(1, 0);
        window.answered(false, 1);
        other.acquire(1, 0);
        other.close(); // it has ended without an answer
        window.acquire(1, 0);
        other.answered(false, 1);
        SendWindow third = new SendWindow(3, 100, firstFrames);
        assertFull(third);
    }

    @Test
    void streamNeedNotBeginAnewInAPartitionThatKnowsTheProducer() throws InterruptedException {
        firstFrames.taken(7);
        SendWindow other = new SendWindow(3, 100, firstFrames);
        other.acquire(1, 0);
        window.acquire(1, 7);
        window.acquire(1, 7);
        window.acquire(1, 7);
        assertFull();
        assertEquals(3, window.inFlight());
        window.answered(true, 1);
        window.acquire(1, 7);
    }

    @Test
    void fewLargeFramesAreAsMuchAsManySmallOnes() throws InterruptedException {
        window.acquire(1, 0);
        window.answered(true, 1);
        window.acquire(60, 0);
        window.acquire(40, 0);
        assertFull();
        window.answered(true, 60);
        window.answered(true, 40);

        window.acquire(1000, 0); // larger than the limit, but alone
        assertFull();
        window.answered(true, 1000);
        window.acquire(1, 0);
    }

    @Test
    void tellsHowManyFramesHaveNoAnswer() throws InterruptedException {
        assertEquals(0, window.inFlight());
        window.acquire(1, 0);
        assertEquals(1, window.inFlight());
        window.answered(true, 1);
        assertEquals(0, window.inFlight());
        window.acquire(1, 0);
        window.acquire(1, 0);
        assertEquals(2, window.inFlight());
    }

    private void assertFull() {
        assertFull(window);
    }

    private static void assertFull(SendWindow full) {
        assertThrows(
                AssertionFailedError.class,
                () -> assertTimeoutPreemptively(Duration.ofMillis(100), () -> full.acquire(1, 0)));
    }
}
