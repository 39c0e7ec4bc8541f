package io.framelog.viewer.clip;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.CompletableFuture;
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
}
