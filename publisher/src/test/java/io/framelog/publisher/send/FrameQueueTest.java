package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.FrameQueue.WhenFull;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FrameQueueTest {
    private final PublishStats stats = new PublishStats();
    private final AtomicLong share = new AtomicLong(Long.MAX_VALUE);

    @Test
    void liveSourceNeverWaitsAndDropsTheOldest() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.DROP_OLDEST, stats, share::get);
        int frames = FrameQueue.MAX_FRAMES + 12;
        for (int i = 0; i < frames; i++) {
            queue.put(frame(i, 1));
        }
        assertEquals(12, stats.dropped(DropReason.OUTPACED));
        queue.close();
        assertEquals(seqs(12, frames), drain(queue));
    }

    @Test
    void liveSourceKeepsOnlyTheLastSecond() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.DROP_OLDEST, stats, share::get);
        for (int i = 0; i < 5; i++) {
            queue.put(frame(i * FrameQueue.MAX_AGE_MICROS / 2, 1));
        }
        queue.close();
        assertEquals(List.of(1_000_000L, 1_500_000L, 2_000_000L), drain(queue));
        assertEquals(2, stats.dropped(DropReason.OUTPACED));
    }

    @Test
    void liveSourceKeepsWithinItsBytes() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.DROP_OLDEST, stats, share::get);
        int third = FrameQueue.MAX_BYTES / 3;
        for (int i = 0; i < 5; i++) {
            queue.put(frame(i, third));
        }
        queue.close();
        assertEquals(seqs(2, 5), drain(queue));
    }

    @Test
    void liveSourceKeepsWithinItsShareOfTheProcess() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.DROP_OLDEST, stats, share::get);
        for (int i = 0; i < 5; i++) {
            queue.put(frame(i, 10));
        }
        assertEquals(0, stats.dropped());
        share.set(30); // further streams have started
        queue.put(frame(5, 10));
        queue.close();
        assertEquals(seqs(3, 6), drain(queue));
    }

    @Test
    void frameLargerThanTheQueueStillPasses() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.WAIT, stats, share::get);
        queue.put(frame(0, FrameQueue.MAX_BYTES + 1));
        queue.close();
        assertEquals(List.of(0L), drain(queue));
    }

    @Test
    void recordingWaitsForRoomAndLosesNothing() {
        FrameQueue queue = new FrameQueue(WhenFull.WAIT, stats, share::get);
        int frames = 5 * FrameQueue.MAX_FRAMES;
        CompletableFuture<Void> putting = CompletableFuture.runAsync(() -> {
            try {
                for (int i = 0; i < frames; i++) {
                    queue.put(frame(i, 1));
                }
                queue.close();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        List<Long> taken = new ArrayList<>();
        assertFalse(putting.isDone(), "it cannot have put more than the queue holds");
        for (Frame frame; (frame = take(queue)) != null; ) {
            taken.add(frame.origin().orElseThrow().seq());
        }
        assertEquals(seqs(0, frames), taken);
        assertEquals(0, stats.dropped());
    }

    @Test
    void failureOfTheTakingSideReachesWhoPuts() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.WAIT, stats, share::get);
        CommandFailure failure = new CommandFailure(ExitCode.UNAVAILABLE, "Kafka does not answer");
        for (int i = 0; i < FrameQueue.MAX_FRAMES; i++) {
            queue.put(frame(i, 1));
        }
        CompletableFuture<Void> failing = CompletableFuture.runAsync(() -> queue.fail(failure));
        assertSame(failure, assertThrows(CommandFailure.class, () -> queue.put(frame(99, 1))));
        failing.join();
    }

    @Test
    void closedQueueEndsAfterItsLastFrame() throws InterruptedException {
        FrameQueue queue = new FrameQueue(WhenFull.WAIT, stats, share::get);
        queue.put(frame(0, 1));
        queue.close();
        assertEquals(List.of(0L), drain(queue));
        assertNull(queue.take());
    }

    private static @Nullable Frame take(FrameQueue queue) {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<Long> drain(FrameQueue queue) {
        List<Long> taken = new ArrayList<>();
        for (Frame frame; (frame = take(queue)) != null; ) {
            taken.add(frame.origin().orElseThrow().seq());
        }
        return taken;
    }

    private static List<Long> seqs(long from, long to) {
        List<Long> seqs = new ArrayList<>();
        for (long seq = from; seq < to; seq++) {
            seqs.add(seq);
        }
        return seqs;
    }

    private static Frame frame(long seq, int bytes) {
        return new Frame(
                StreamName.DEFAULT,
                ImageFormat.JPEG,
                ByteBuffer.allocate(bytes),
                seq,
                Optional.empty(),
                Optional.of(new Frame.Origin("run", seq)),
                Stages.UNKNOWN);
    }
}
