package io.framelog.viewer.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replay whose pictures are made smaller for its client. */
@Timeout(60)
class ReducedReplayTest {
    private static final StreamName FRONT = new StreamName("front");
    private static final int WIDTH = 320;

    private final AtomicLong nanos = new AtomicLong();
    private final PartPool pool = new PartPool(16 << 20);
    private final LiveStreams streams = new LiveStreams();
    private final FanOut fanOut = new FanOut(streams, new FanOutCounters(), Duration.ofSeconds(10), nanos::get);
    private final PreviewCounters counters = new PreviewCounters();
    private final FakeReducers reducers = new FakeReducers();
    private final Workshop workshop = new Workshop(reducers, pool, counters, 1, Workshop.KEPT_BYTES);
    private final Previews previews = new Previews(fanOut, workshop);
    private final Tape tape = new Tape();
    private final Feed reduced = previews.reduce(tape, FRONT, WIDTH, Duration.ZERO);
    private final Viewer viewer = new Viewer(reduced);

    ReducedReplayTest() {
        fanOut.start();
        onFanOut(() -> reduced.add(viewer));
    }

    @AfterEach
    void leavesNothingBehind() {
        onFanOut(() -> viewer.feed.remove(viewer));
        reducers.allow(1_000);
        Await.until("nothing is in work", () -> workshop.busy() == 0);
        onFanOut(tape::clear);
        Await.until(() -> pool.partsInUse() + " frames in use", () -> pool.partsInUse() == 0);
        Await.until(() -> workshop.keptBytes() + " bytes are kept", () -> workshop.keptBytes() == 0);
        assertEquals(0, previews.replays());
        assertEquals(0, previews.copies());
        assertEquals(0, streams.viewers());
        workshop.close();
        fanOut.close();
    }

    @Test
    void leavesOutWhatBecameDueWhileAPictureWasInWork() {
        reducers.hold();
        for (int height = 101; height <= 104; height++) {
            show(height);
        }
        assertFalse(ask(tape::isSent), "the last frame must not get lost");
        assertTrue(isBusy());
        reducers.allow(1);
        viewer.awaitPictures(101);
        Await.until("the newest is in work", () -> reducers.waiting() == 1);
        reducers.allow(1);
        viewer.awaitPictures(101, 104);
        Await.until("it is sent", () -> ask(tape::isSent));
        assertFalse(isBusy());
        assertEquals(List.of(101, 104), reducers.heights);
    }

    @Test
    void makesNothingForAClientThatTakesNothing() {
        viewer.takes = false;
        show(101);
        Await.until("it is made", () -> counters.madeCount() == 1);
        show(102);
        show(103);
        assertTrue(isBusy());
        assertEquals(List.of(101), reducers.heights);
        viewer.takes = true;
        onFanOut(() -> reduced.catchUp(viewer));
        viewer.awaitPictures(101, 103);
    }

    @Test
    void goesOnAfterAFrameThatCannotBeDecoded() {
        reducers.step = image -> Optional.empty();
        show(101);
        Await.until("it is left out", () -> ask(tape::isSent));
        reducers.step = image -> Optional.of(FakeReducers.SMALL.clone());
        show(102);
        viewer.awaitPictures(102);
    }

    @Test
    void passesOnWhatIsNoWider() {
        show(101, Images.jpeg(WIDTH, 101));
        viewer.awaitPictures(101);
        assertTrue(ask(tape::isSent));
        assertEquals(List.of(), reducers.heights);
    }

    @Test
    void freesWhatIsInWorkWhenTheClientLeaves() {
        reducers.hold();
        show(101);
        Await.until("it is in work", () -> reducers.waiting() == 1);
        assertEquals(1, previews.replays());
    }

    @Test
    void becomesLiveWithoutAPictureTwice() {
        LiveStream joined = fanOut.join(FRONT);
        joined.offer(part(102, Images.jpeg(1280, 102)));
        show(102);
        viewer.awaitPictures(102);
        Await.until("it is sent", () -> ask(tape::isSent));

        onFanOut(() -> tape.handOver(joined));
        joined.offer(part(103, Images.jpeg(1280, 103)));

        viewer.awaitPictures(102, 103);
        assertEquals(0, previews.replays());
        assertEquals(1, previews.copies());
        assertEquals(1, streams.viewers(FRONT));
    }

    private boolean isBusy() {
        return ask(((Watcher) reduced)::isBusy);
    }

    private void show(int height) {
        show(height, Images.jpeg(1280, height));
    }

    private void show(int height, byte[] image) {
        onFanOut(() -> tape.show(part(height, image)));
    }

    private Part part(int height, byte[] image) {
        Part part = pool.fill(
                new Frame(
                        FRONT,
                        ImageFormat.detect(ByteBuffer.wrap(image)).orElseThrow(),
                        ByteBuffer.wrap(image),
                        height,
                        Optional.empty(),
                        Optional.empty(),
                        Stages.UNKNOWN),
                new Position(0, 0),
                new Receipt(nanos.get(), 0));
        assertNotNull(part);
        return part;
    }

    private void onFanOut(Runnable task) {
        assertTrue(ask(() -> {
            task.run();
            return true;
        }));
    }

    private boolean ask(BooleanSupplier question) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        fanOut.post(() -> {
            try {
                answer.complete(question.getAsBoolean());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        });
        return answer.join();
    }

    /** Offers frames as a replay does: the newest one again and again until it was sent. Only for the fan-out thread. */
    private static final class Tape implements Feed {
        private @Nullable Watcher watcher;
        private @Nullable Part shown;
        private long serial;
        private boolean sent = true;

        void show(Part part) {
            clear();
            shown = part;
            serial++;
            sent = offer();
        }

        boolean isSent() {
            return sent;
        }

        private boolean offer() {
            return watcher != null && shown != null && watcher.offer(shown, serial, 0);
        }

        void handOver(LiveStream live) {
            Watcher moved = watcher;
            assertNotNull(moved);
            moved.moveTo(live, live.serial());
        }

        void clear() {
            if (shown != null) {
                shown.release();
                shown = null;
            }
        }

        @Override
        public void add(Watcher added) {
            watcher = added;
        }

        @Override
        public void catchUp(Watcher same) {
            sent |= offer();
        }

        @Override
        public void remove(Watcher same) {
            watcher = null;
        }
    }

    /** The client; frames are told apart by their time. */
    private static final class Viewer implements Watcher {
        private final List<Long> pictures = new CopyOnWriteArrayList<>();
        private volatile boolean takes = true;
        private Feed feed;
        private long last;

        Viewer(Feed feed) {
            this.feed = feed;
        }

        void awaitPictures(long... times) {
            List<Long> wanted = Arrays.stream(times).boxed().toList();
            Await.until(() -> pictures + ", not " + wanted, () -> pictures.equals(wanted));
        }

        @Override
        public boolean offer(Part part, long serial, long now) {
            if (!takes || serial == last) {
                return false;
            }
            last = serial;
            pictures.add(part.capturedMicros());
            return true;
        }

        @Override
        public boolean isBusy() {
            return !takes;
        }

        @Override
        public void moveTo(Feed other, long shown) {
            feed = other;
            last = shown;
            other.add(this);
            other.catchUp(this);
        }

        @Override
        public void end() {
            throw new AssertionError("nothing ends it");
        }
    }
}
