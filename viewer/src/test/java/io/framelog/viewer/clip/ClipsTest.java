package io.framelog.viewer.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ClipsTest {
    @Test
    void runsWhateverHasASlotAlsoRightBehindAnother() {
        int count = 5_000;
        AtomicInteger done = new AtomicInteger();
        CompletableFuture<?> last = CompletableFuture.completedFuture(null);
        try (Clips clips = new Clips(ClipLimits.DEFAULT)) {
            for (int number = 0; number < count; ) {
                if (clips.slots().take()) {
                    last = clips.run(done::incrementAndGet);
                    number++;
                } else {
                    Thread.onSpinWait();
                }
            }
            last.join();
            while (clips.slots().used() > 0) {
                Thread.onSpinWait();
            }
        }
        assertEquals(count, done.get());
    }

    @Test
    void aClientThatTakesNothingGivesWayToAnother() throws Exception {
        CountDownLatch cut = new CountDownLatch(1);
        try (Clips clips = new Clips(new ClipLimits(ClipLimits.DEFAULT_LENGTH, 1, ClipLimits.DEFAULT_PAUSE))) {
            ClipSlot stalled = clips.take(cut::countDown).orElseThrow();
            CompletableFuture<?> first = clips.run(stalled, () -> {
                stalled.waits();
                cut.await();
            });
            long begun = System.nanoTime();
            Optional<ClipSlot> other = clips.take(() -> {});
            assertTrue(other.isEmpty(), "a short pause is allowed");
            while (other.isEmpty()) {
                Thread.onSpinWait();
                other = clips.take(() -> {});
            }
            Duration waited = Duration.ofNanos(System.nanoTime() - begun);
            assertTrue(waited.compareTo(ClipLimits.GIVES_WAY_AFTER) > 0, () -> "cut after " + waited);
            first.join();
            assertEquals(1, clips.slots().used(), "the slot of the other, which nobody gave back twice");
            clips.run(other.orElseThrow(), () -> {}).join();
            assertEquals(0, clips.slots().used());
        }
    }

    @Test
    void givesTheSlotBackAfterAnError() {
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        try (Clips clips = new Clips(ClipLimits.DEFAULT)) {
            for (int i = 0; i < 2 * clips.slots().limit(); i++) {
                assertTrue(clips.slots().take(), "the slot of the last clip");
                CompletableFuture<?> clip = clips.run(() -> {
                    throw error;
                });
                assertSame(
                        error,
                        assertThrows(CompletionException.class, clip::join).getCause());
                assertEquals(0, clips.slots().used());
            }
        }
    }

    @Test
    void givesTheSlotBackOfAClipThatIsInterruptedByTheEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Clips clips = new Clips(ClipLimits.DEFAULT);
        assertTrue(clips.slots().take());
        CompletableFuture<?> running = clips.run(() -> {
            begun.countDown();
            new CountDownLatch(1).await();
        });
        begun.await();
        clips.close();
        assertThrows(CompletionException.class, running::join);
        assertTrue(clips.slots().take());
        CompletionException late = assertThrows(CompletionException.class, clips.run(() -> {})::join);
        assertTrue(late.getCause() instanceof CancellationException, late.toString());
        assertEquals(0, clips.slots().used());
    }
}
