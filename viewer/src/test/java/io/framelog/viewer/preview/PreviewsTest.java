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
import io.framelog.viewer.preview.PreviewCounters.Failure;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PreviewsTest {
    private static final StreamName FRONT = new StreamName("front");
    private static final StreamName BACK = new StreamName("back");
    private static final StreamName YARD = new StreamName("yard");
    private static final long KEPT_BYTES = 1_000;
    /** The height tells the frames apart. */
    private static final Map<Integer, byte[]> WIDE = new ConcurrentHashMap<>();

    private final AtomicLong nanos = new AtomicLong();
    private final PartPool pool = new PartPool(16 << 20);
    private final LiveStreams streams = new LiveStreams();
    private final FanOut fanOut = new FanOut(streams, new FanOutCounters(), Duration.ofSeconds(10), nanos::get);
    private final PreviewCounters counters = new PreviewCounters();
    private final FakeReducers reducers = new FakeReducers();
    private final Workshop workshop = new Workshop(reducers, pool, counters, 1, KEPT_BYTES);
    private final Previews previews = new Previews(fanOut, workshop);
    private final List<Client> clients = new ArrayList<>();

    PreviewsTest() {
        fanOut.start();
    }

    @AfterEach
    void leavesNothingBehind() {
        List.copyOf(clients).forEach(Client::leave);
        reducers.allow(1_000);
        Await.until("all copies end", () -> previews.copies() == 0);
        Await.until(() -> pool.partsInUse() + " frames in use", () -> pool.partsInUse() == 0);
        Await.until(() -> workshop.keptBytes() + " bytes are kept", () -> workshop.keptBytes() == 0);
        assertEquals(0, reducers.holding.get(), "all native memory is freed");
        assertEquals(0, streams.viewers());
        workshop.close();
        fanOut.close();
    }

    @Test
    void aPictureIsMadeOnceForAll() {
        List<Client> three = List.of(join(FRONT, 320), join(FRONT, 300), join(FRONT, 16));
        arrives(FRONT, 1);
        three.forEach(client -> client.awaitPictures(1));
        assertEquals(List.of(1), reducers.heights);
        assertEquals(1, previews.copies());
        assertEquals(3, streams.viewers(FRONT));
        assertEquals(FakeReducers.SMALL.length, three.get(0).shown.get(0).length());
        assertEquals(1_000_001, three.get(0).shown.get(0).capturedMicros(), "its time is that of the frame");
    }

    @Test
    void eachWidthHasItsCopy() {
        Client small = join(FRONT, 320);
        Client medium = join(FRONT, 321);
        Client large = join(FRONT, 1280);
        assertTrue(Previews.isFullSize(1281));
        arrives(FRONT, 1);
        small.awaitPictures(1);
        medium.awaitPictures(1);
        large.awaitPictures(1);
        assertEquals(3, previews.copies());
        assertEquals(2, counters.madeCount());
        assertEquals(1, counters.passedCount(), "the frame is 1280 pixels wide");
    }

    @Test
    void passesOnWhatIsNoWider() {
        Client client = join(FRONT, 320);
        byte[] narrow = Images.png(320, 200);
        arrives(FRONT, narrow, 1);
        client.awaitPictures(1);
        arrives(FRONT, 2);
        client.awaitPictures(2);
        arrives(FRONT, narrow, 3);
        client.awaitPictures(3);
        assertEquals(List.of(2), reducers.heights);
        assertEquals(narrow.length, client.shown.get(0).length());
        assertEquals(ImageFormat.PNG, client.shown.get(2).format());
    }

    @Test
    void makesNothingThatNobodyWatches() {
        Client full = watchFullSize(FRONT);
        Client client = join(FRONT, 320);
        arrives(FRONT, 1);
        client.awaitPictures(1);
        client.leave();
        Await.until("the copy has ended", () -> previews.copies() == 0);
        assertEquals(1, streams.viewers(FRONT));
        arrives(FRONT, 2);
        full.awaitPictures(2);
        assertEquals(List.of(1), reducers.heights);
        assertEquals(0, workshop.keptBytes());
        assertEquals(1, pool.partsInUse(), "the stream's newest frame");
    }

    @Test
    void isMadeAsOftenAsTheFastestClientWants() {
        Client fast = join(FRONT, 320, 5);
        Client slow = join(FRONT, 320, 1);
        for (int frame = 1; frame <= 30; frame++) {
            arrives(FRONT, frame);
            awaitNothingInWork();
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / 15);
        }
        assertEquals(10, counters.madeCount());
        assertEquals(List.of(1, 4, 7, 10, 13, 16, 19, 22, 25, 28), reducers.heights);
        fast.leave();
        reducers.heights.clear();
        for (int frame = 31; frame <= 60; frame++) {
            arrives(FRONT, frame);
            awaitNothingInWork();
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1) / 15);
        }
        assertTrue(reducers.heights.size() <= 3, () -> reducers.heights + " for one client with a frame a second");
        assertTrue(slow.pictures() >= 3);
    }

    @Test
    void howLongAPictureIsInWorkDoesNotDisturbTheRate() {
        Client client = join(FRONT, 320, 5);
        reducers.hold();
        arrives(FRONT, 1);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(150));
        reducers.allow(1);
        client.awaitPictures(1);
        assertEquals(0, client.shown.get(0).nanos(), "the client counts from the time when the frame was due");
        arrives(FRONT, 2);
        reducers.allow(1);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        client.catchUp();
        client.awaitPictures(2);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(250), client.shown.get(1).nanos(), "the last frame became due late");
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        arrives(FRONT, 3);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(5));
        reducers.allow(1);
        client.awaitPictures(3);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(5_250), client.shown.get(2).nanos(), "not more than a second ago");
    }

    @Test
    void aNewClientGetsTheNewestFrameAtOnceWhereTheOthersAreSlow() {
        Client slow = join(FRONT, 320, 0.01);
        arrives(FRONT, 1);
        slow.awaitPictures(1);
        arrives(FRONT, 2);
        arrives(FRONT, 3);
        Client next = join(FRONT, 320, 0.01);
        next.awaitPictures(1);
        assertEquals(List.of(1, 3), reducers.heights);
        assertEquals(1_000_003, next.shown.get(0).capturedMicros());
        Client last = join(FRONT, 320, 0.01);
        last.awaitPictures(1);
        assertEquals(List.of(1, 3), reducers.heights, "the picture is there");
    }

    @Test
    void showsTheLastFrameOfAStreamThatHasEnded() {
        Client full = watchFullSize(FRONT);
        arrives(FRONT, 1);
        full.awaitPictures(1);
        join(FRONT, 320).awaitPictures(1);
        assertEquals(List.of(1), reducers.heights);
    }

    @Test
    void sharesTheThreadsEvenlyAndMakesTheNewestFrames() {
        reducers.hold();
        join(FRONT, 320);
        join(BACK, 320);
        join(YARD, 320);
        arrives(FRONT, 1);
        Await.until("the thread is busy", () -> reducers.waiting() == 1);
        for (int frame = 2; frame <= 5; frame++) {
            arrives(FRONT, frame);
            arrives(BACK, 100 + frame);
            arrives(YARD, 200 + frame);
        }
        assertEquals(1, workshop.busy());
        reducers.allow(1);
        awaitMade(1);
        for (int frame = 6; frame <= 9; frame++) {
            arrives(FRONT, frame);
            arrives(BACK, 100 + frame);
            arrives(YARD, 200 + frame);
        }
        for (int made = 2; made <= 7; made++) {
            Await.until("the next is in work", () -> reducers.waiting() == 1);
            reducers.allow(1);
            awaitMade(made);
            arrives(FRONT, 10 + made);
            arrives(BACK, 110 + made);
            arrives(YARD, 210 + made);
        }
        List<Integer> copies =
                reducers.heights.stream().map(height -> height / 100).toList();
        assertEquals(List.of(0, 1, 2, 0, 1, 2, 0), copies);
        assertEquals(List.of(1, 105, 209, 12, 113, 214, 15), reducers.heights, "each the newest when its turn began");
        assertTrue(counters.skippedCount() > 10, () -> counters.skippedCount() + " were left out");
    }

    @Test
    void theFullSizeDoesNotWait() {
        reducers.hold();
        Client reduced = join(FRONT, 320);
        Client full = watchFullSize(FRONT);
        for (int frame = 1; frame <= 20; frame++) {
            arrives(FRONT, frame);
            full.awaitPictures(frame);
        }
        assertEquals(0, reduced.pictures());
        assertTrue(pool.partsInUse() <= 3, "the newest frame, the one in work, and the one that waits");
    }

    @Test
    void leavesOutWhatCannotBeDecoded() {
        Client client = join(FRONT, 320);
        reducers.step = image -> Optional.empty();
        arrives(FRONT, 1);
        Await.until("it is counted", () -> counters.failedCount(Failure.DAMAGED) == 1);
        reducers.step = image -> {
            throw new IOException("as a test");
        };
        arrives(FRONT, 2);
        Await.until("it is counted", () -> counters.failedCount(Failure.ERROR) == 1);
        reducers.step = image -> Optional.of(FakeReducers.SMALL.clone());
        arrives(FRONT, 3);
        client.awaitPictures(1);
        assertEquals(1_000_003, client.shown.get(0).capturedMicros());
        reducers.step = image -> Optional.empty();
        arrives(FRONT, 4);
        Await.until("it is counted", () -> counters.failedCount(Failure.DAMAGED) == 2);
        Client next = join(FRONT, 320);
        next.awaitPictures(1);
        assertEquals(1_000_003, next.shown.get(0).capturedMicros(), "the last that could be decoded");
    }

    @Test
    void survivesAnError() {
        Client client = join(FRONT, 320);
        reducers.step = image -> {
            throw new OutOfMemoryError("as a test");
        };
        arrives(FRONT, 1);
        Await.until("it is counted", () -> counters.failedCount(Failure.ERROR) == 1);
        Await.until("the frame is given back", () -> pool.partsInUse() == 1);
        reducers.step = image -> Optional.of(FakeReducers.SMALL.clone());
        arrives(FRONT, 2);
        client.awaitPictures(1);
    }

    @Test
    void keepsNoMoreNativeMemoryThanItMay() {
        Client first = join(FRONT, 640);
        Client second = join(BACK, 640);
        arrives(FRONT, 1);
        first.awaitPictures(1);
        arrives(BACK, 2);
        second.awaitPictures(1);
        Await.until("the other frees its memory", () -> reducers.holding.get() == 1);
        assertEquals(640, workshop.keptBytes());
        arrives(BACK, 3);
        second.awaitPictures(2);
        first.leave();
        arrives(BACK, 4);
        second.awaitPictures(3);
        Await.until("there is room now", () -> workshop.keptBytes() == 640 && reducers.holding.get() == 1);
    }

    @Test
    void freesWhatIsInWorkWhenTheLastClientLeaves() {
        reducers.hold();
        Client client = join(FRONT, 320);
        arrives(FRONT, 1);
        Await.until("it is in work", () -> reducers.waiting() == 1);
        arrives(FRONT, 2);
        client.leave();
        Await.until("the copy has ended", () -> previews.copies() == 0);
        reducers.allow(1);
        Await.until("it is given back", () -> pool.partsInUse() == 0 && reducers.holding.get() == 0);
        assertEquals(0, client.pictures());
    }

    @Test
    void hasNoRoomForMoreCopiesThanItsLimit() {
        for (int i = 0; i < Workshop.MAX_COPIES; i++) {
            assertTrue(previews.hasRoom(new StreamName("s" + i), 320));
            join(new StreamName("s" + i), 320);
        }
        assertFalse(previews.hasRoom(FRONT, 320));
        assertTrue(previews.hasRoom(FRONT, 4096), "the full size is no copy");
        assertTrue(previews.hasRoom(new StreamName("s7"), 320), "this copy is there");
    }

    private void awaitMade(long count) {
        Await.until(() -> counters.madeCount() + " made, not " + count, () -> counters.madeCount() == count);
        settle();
    }

    private void awaitNothingInWork() {
        Await.until("it is made", () -> counters.madeCount() == counters.askedCount());
        settle();
    }

    /** Waits until the fan-out has done what it knows of. */
    private void settle() {
        CountDownLatch done = new CountDownLatch(1);
        Await.until("nothing is finished", () -> workshop.busy() == reducers.waiting());
        fanOut.post(done::countDown);
        Await.until("the fan-out is idle", () -> done.getCount() == 0);
    }

    private Client watchFullSize(StreamName stream) {
        return new Client(fanOut.join(stream));
    }

    private Client join(StreamName stream, int width) {
        return new Client(previews.join(stream, width, Duration.ZERO));
    }

    private Client join(StreamName stream, int width, double fps) {
        return new Client(previews.join(stream, width, Duration.ofNanos((long) (1e9 / fps))));
    }

    private void arrives(StreamName stream, int height) {
        arrives(stream, WIDE.computeIfAbsent(height, high -> Images.jpeg(1280, high)), height);
    }

    private void arrives(StreamName stream, byte[] image, int micros) {
        Part part = pool.fill(
                new Frame(
                        stream,
                        ImageFormat.detect(ByteBuffer.wrap(image)).orElseThrow(),
                        ByteBuffer.wrap(image),
                        1_000_000 + micros,
                        Optional.empty(),
                        Optional.empty(),
                        Stages.UNKNOWN),
                new Position(0, 0),
                new Receipt(nanos.get(), 0));
        LiveStream live = streams.find(stream);
        assertNotNull(part);
        assertNotNull(live);
        live.offer(part);
        CountDownLatch shown = new CountDownLatch(1);
        fanOut.post(shown::countDown);
        Await.until("it is shown", () -> shown.getCount() == 0);
    }

    private record Shown(long capturedMicros, ImageFormat format, int length, long nanos) {}

    /** Takes every picture at once. */
    private final class Client implements Watcher {
        final List<Shown> shown = new CopyOnWriteArrayList<>();
        private final Feed feed;
        private long last;

        Client(Feed feed) {
            this.feed = feed;
            clients.add(this);
            CountDownLatch added = new CountDownLatch(1);
            fanOut.post(() -> {
                feed.add(this);
                feed.catchUp(this);
                added.countDown();
            });
            Await.until("it is added", () -> added.getCount() == 0);
        }

        void leave() {
            clients.remove(this);
            fanOut.post(() -> feed.remove(this));
        }

        /** As when the client can take more, and every second. */
        void catchUp() {
            fanOut.post(() -> feed.catchUp(this));
        }

        int pictures() {
            return shown.size();
        }

        void awaitPictures(int count) {
            Await.until(() -> shown + ", not " + count, () -> shown.size() == count);
        }

        @Override
        public boolean offer(Part part, long serial, long now) {
            if (serial == last) {
                return false;
            }
            last = serial;
            shown.add(new Shown(part.capturedMicros(), part.format(), part.imageLength(), now));
            return true;
        }

        @Override
        public boolean isBusy() {
            return false;
        }

        @Override
        public void moveTo(Feed other, long number) {
            throw new AssertionError("a live stream moves nobody");
        }

        @Override
        public void end() {
            throw new AssertionError("a live stream ends nobody");
        }
    }
}
