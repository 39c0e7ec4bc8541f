package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.opentest4j.AssertionFailedError;

@Timeout(30)
class SendWindowTest {
    private final Semaphore firstFrames = new Semaphore(1);
    private final SendWindow window = new SendWindow(3, firstFrames);

    @Test
    void letsOneFrameThroughUntilKafkaHasAcknowledgedOne() throws InterruptedException {
        window.acquire();
        assertFull();
        window.answered(false);
        window.acquire();
        assertFull();
    }

    @Test
    void letsAllThroughAfterTheFirstAcknowledgement() throws InterruptedException {
        window.acquire();
        window.answered(true);

        window.acquire();
        window.acquire();
        window.acquire();
        assertFull();

        window.answered(false);
        window.acquire();
        assertFull();
    }

    @Test
    void beginsAnewWithOneFrameForNewPartitions() throws InterruptedException {
        window.acquire();
        window.answered(true);
        window.acquire();
        CompletableFuture<Void> narrowed = CompletableFuture.runAsync(() -> {
            try {
                window.narrow();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThrows(TimeoutException.class, () -> narrowed.get(100, TimeUnit.MILLISECONDS), "a frame has no answer");
        window.answered(true);
        narrowed.join();

        window.acquire();
        assertFull();
        window.answered(true);
        window.acquire();
        window.acquire();
        window.acquire();
        assertFull();
    }

    @Test
    void onlyOneStreamOfAProducerSendsItsFirstFrame() throws InterruptedException {
        SendWindow other = new SendWindow(3, firstFrames);
        other.acquire();
        assertFull();
        other.answered(false);
        window.acquire();
        window.answered(true);

        other.acquire();
        window.acquire();
        window.acquire();
        window.acquire(); // it has begun, and need not wait for others
        assertFull();
    }

    @Test
    void streamThatEndsDoesNotKeepOthersFromBeginning() throws InterruptedException {
        SendWindow other = new SendWindow(3, firstFrames);
        other.acquire();
        other.close();
        window.acquire();
        other.answered(true);
        assertEquals(0, firstFrames.availablePermits(), "it gives back what it has, and no more");
    }

    @Test
    void tellsHowManyFramesHaveNoAnswer() throws InterruptedException {
        assertEquals("0 of 3", window.describe());
        window.acquire();
        assertEquals("1 of 3", window.describe());
        window.answered(true);
        assertEquals("0 of 3", window.describe());
        window.acquire();
        window.acquire();
        assertEquals("2 of 3", window.describe());
    }

    private void assertFull() {
        assertThrows(
                AssertionFailedError.class, () -> assertTimeoutPreemptively(Duration.ofMillis(100), window::acquire));
    }
}
