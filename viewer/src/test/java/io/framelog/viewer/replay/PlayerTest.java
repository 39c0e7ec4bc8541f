package io.framelog.viewer.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.NoSuchPositionException;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Frames are 40 ms apart; a frame's offset is its number. The test controls the time. */
class PlayerTest {
    private static final StreamName STREAM = new StreamName("front");
    private static final int PARTITION = 1;
    private static final long FRAME_MICROS = 40_000;
    private static final long FRAME_NANOS = FRAME_MICROS * 1_000;

    private final PartPool pool = new PartPool(64 << 20, 1);
    private final FakeHost host = new FakeHost();
    private @Nullable Player player;

    @AfterEach
    void releasesEveryFrame() {
        player().close();
        host.arrive(chunk(true, 999));
        assertEquals(0, pool.partsInUse());
        assertEquals(1, host.closedCount);
        assertEquals(host.joins, host.leaves + host.handOvers);
    }

    @Test
    void showsFramesWhenTheyAreDueAndReadsOn() {
        play(forward(), chunk(false, 0, 1, 2));

        assertEquals(List.of(0), host.shown);
        host.passTo(1);
        assertEquals(List.of(0, 1), host.shown);
        assertEquals(List.of(Map.of(PARTITION, 3L)), host.readings);
        assertFalse(host.readFresh);

        host.arrive(chunk(false, 3));
        host.passTo(3);
        assertEquals(List.of(0, 1, 2, 3), host.shown);
        assertEquals(ReplayState.READING, player().state());
    }

    @Test
    void endsAfterTheLastRequestedFrame() {
        play(until(1), chunk(false, 0, 1, 2, 3, 4));

        assertEquals(ReplayState.DRAINING, player().state());
        assertEquals(0, host.finishes);
        host.passTo(5);
        assertEquals(List.of(0, 1), host.shown);
        assertEquals(1, host.finishes);
        assertEquals(List.of(), host.readings);
    }

    @Test
    void doesNotEndAtASingleFrameFromTheFuture() {
        play(until(3), chunk(false, 0, 9, 1, 2, 3, 4, 5, 6));

        host.passTo(5);
        assertEquals(List.of(0, 1, 2, 3), host.shown);
        assertEquals(1, host.finishes);
    }

    @Test
    void endsIfItsPartitionIsGone() {
        play(forward(), chunk(false, 0));
        host.fail(new NoSuchPositionException("gone"));

        assertEquals(ReplayState.DRAINING, player().state());
        assertEquals(1, host.finishes);
    }

    @Test
    void endsOnlyWhenTheLastFrameIsSent() {
        host.sent = false;
        play(until(0), chunk(false, 0, 1, 2, 3));

        assertEquals(0, host.finishes);
        host.sent = true;
        player().advance();
        assertEquals(1, host.finishes);
    }

    @Test
    void becomesLiveWithoutAFrameLostOrRepeated() {
        play(forward(), chunk(true, 0, 1));
        assertEquals(ReplayState.JOINING, player().state());
        assertTrue(host.readFresh, "the end of the log must be read after joining");

        receive(2); // is also read
        receive(3);
        host.isReceived = true;
        host.arrive(chunk(true, 2));
        assertEquals(ReplayState.FOLLOWING, player().state());
        receive(4);
        assertEquals(0, host.handOvers);

        host.passTo(4);
        assertEquals(List.of(0, 1, 2, 3, 4), host.shown);
        assertEquals(ReplayState.LIVE, player().state());
        assertEquals(1, host.handOvers);
    }

    @Test
    void readsTheEndAgainUntilTheReceiverHasAllThatFollows() {
        play(forward(), chunk(true, 0));
        int before = host.readings.size();

        host.arrive(chunk(true));
        assertEquals(ReplayState.JOINING, player().state());
        assertEquals(before, host.readings.size(), "only after a pause");
        host.passTo(1);
        assertEquals(before + 1, host.readings.size());
    }

    @Test
    void showsWhatWaitsBeforeItJoins() {
        play(forward(), chunk(true, IntStream.range(0, 12).toArray()));

        assertEquals(ReplayState.AT_END, player().state());
        host.passTo(6);
        assertEquals(List.of(), host.readings);
        host.passTo(7);
        assertEquals(ReplayState.READING, player().state());
        assertEquals(List.of(Map.of(PARTITION, 12L)), host.readings);
        assertEquals(0, host.joins);

        host.arrive(chunk(true, 12));
        assertEquals(ReplayState.JOINING, player().state());
    }

    @Test
    void goesBackToTheLogWhereLiveFramesWereMissed() {
        follow();

        player().miss();
        assertEquals(ReplayState.READING, player().state());
        assertEquals(1, host.leaves);
        receive(5); // is also read
        assertEquals(List.of(Map.of(PARTITION, 1L), Map.of(PARTITION, 1L)), host.readings);
        assertFalse(host.readFresh);
    }

    @Test
    void goesBackToTheLogWhenTooManyLiveFramesWait() {
        follow();
        for (int i = 1; i <= Player.MAX_LIVE_FRAMES + 1; i++) {
            assertEquals(ReplayState.FOLLOWING, player().state());
            receive(i);
        }

        assertEquals(ReplayState.READING, player().state());
        host.passTo(Player.MAX_LIVE_FRAMES);
        assertEquals(Map.of(PARTITION, Player.MAX_LIVE_FRAMES + 2L), host.readings.get(host.readings.size() - 1));
    }

    @Test
    void goesBackToTheLogWhenTooManyLiveFramesWaitWhileItJoins() {
        play(forward(), chunk(true, 0));
        for (int i = 1; i <= Player.MAX_LIVE_FRAMES + 1; i++) {
            receive(i);
        }
        assertEquals(ReplayState.READING, player().state());

        host.arrive(chunk(false, 1, 2));
        host.passTo(2);
        assertEquals(List.of(0, 1, 2), host.shown);
    }

    @Test
    void showsOnePictureAndReadsNoMore() {
        play(request(0), chunk(false, 0, 1, 2), plan(OptionalLong.empty()));

        assertEquals(List.of(0), host.shown);
        assertEquals(ReplayState.STILL, player().state());
        host.passTo(50);
        assertEquals(List.of(0), host.shown);
        assertEquals(List.of(), host.readings);
        assertEquals(0, host.finishes);
    }

    @Test
    void endsWhereThereIsNoPicture() {
        play(request(0), chunk(false), plan(OptionalLong.empty()));

        host.arrive(chunk(true));
        assertEquals(1, host.finishes);
        assertEquals(1, host.readings.size());
    }

    @Test
    void closesWhenTheClientIsFoundGoneWhileAPictureIsShown() {
        host.goneWhenShown = true;
        play(request(0), chunk(false, 0, 1), plan(OptionalLong.empty()));

        assertEquals(ReplayState.CLOSED, player().state());
    }

    @Test
    void readsAgainAfterAFailure() {
        play(forward(), chunk(false, 0));
        host.fail();
        assertEquals(1, host.readings.size());

        host.pass(Player.RETRY_PAUSE);
        assertEquals(List.of(Map.of(PARTITION, 1L), Map.of(PARTITION, 1L)), host.readings);
    }

    @Test
    void showsALateFrameAsLongAsAnyOther() {
        play(forward(), chunk(false, 0));
        host.passTo(100);
        host.arrive(chunk(false, 1, 2));
        assertEquals(List.of(0, 1), host.shown);
        host.passTo(101);
        assertEquals(List.of(0, 1, 2), host.shown);
    }

    @Test
    void leavesTheLiveStreamWhenTheClientGoes() {
        follow();
        player().close();
        assertEquals(1, host.leaves);
        player().close();
        assertEquals(1, host.leaves);
    }

    /** Plays until the state FOLLOWING; the first frame is shown but not sent. */
    private void follow() {
        host.isReceived = true;
        host.sent = false;
        play(forward(), chunk(true, 0));
        host.arrive(chunk(true));
        assertEquals(ReplayState.FOLLOWING, player().state());
    }

    private static ReadPlan forward() {
        return plan(OptionalLong.empty());
    }

    private static ReadPlan until(int last) {
        return plan(OptionalLong.of(last * FRAME_MICROS));
    }

    private static ReadPlan plan(OptionalLong lastMicros) {
        return new ReadPlan(STREAM, false, 0, lastMicros, Map.of());
    }

    private static ReplayRequest request(double speed) {
        return new ReplayRequest(STREAM, new Earliest(), Optional.empty(), speed, Duration.ZERO, OptionalInt.empty());
    }

    private void play(ReadPlan plan, Chunk first) {
        play(request(1), first, plan);
    }

    private void play(ReplayRequest request, Chunk first, ReadPlan plan) {
        ReplayStart start = new ReplayStart(plan, first, Optional.empty());
        player = new Player(request, plan, new ChunkCursor(host, start, host::wake), host);
        player.run();
    }

    private Player player() {
        return Objects.requireNonNull(player);
    }

    private Chunk chunk(boolean atEnd, int... numbers) {
        Map<Integer, Long> next = numbers.length == 0 ? Map.of() : Map.of(PARTITION, numbers[numbers.length - 1] + 1L);
        return new Chunk(IntStream.of(numbers).mapToObj(this::part).toList(), next, atEnd, false);
    }

    private Part part(int number) {
        Frame frame = new Frame(
                STREAM,
                ImageFormat.JPEG,
                ByteBuffer.allocate(100),
                number * FRAME_MICROS,
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
        return Objects.requireNonNull(pool.fillPast(frame, new Position(PARTITION, number), ""));
    }

    private void receive(int number) {
        Part part = part(number);
        player().receive(part);
        part.release();
    }

    /** Records what a player does. Time passes only when the test says so. */
    private final class FakeHost implements PlayerHost, ChunkCursor.Source {
        private final List<Integer> shown = new ArrayList<>();
        private final List<Map<Integer, Long>> readings = new ArrayList<>();
        private @Nullable CompletableFuture<Chunk> reading;
        private boolean readFresh;
        private boolean isReceived;
        private boolean sent = true;
        private boolean goneWhenShown;
        private long now;
        private long wakeAt = Long.MAX_VALUE;
        private int finishes;
        private int joins;
        private int leaves;
        private int handOvers;
        private int closedCount;

        /** Lets time pass until a frame is due. */
        void passTo(int number) {
            pass(Duration.ofNanos(number * FRAME_NANOS - now));
        }

        void pass(Duration time) {
            long until = now + time.toNanos();
            while (wakeAt <= until) {
                now = Math.max(now, wakeAt);
                wakeAt = Long.MAX_VALUE;
                player().run();
            }
            now = until;
        }

        void arrive(Chunk chunk) {
            CompletableFuture<Chunk> present = reading;
            reading = null;
            if (present == null) {
                chunk.release();
            } else {
                present.complete(chunk);
            }
        }

        void fail() {
            fail(new IllegalStateException("no answer"));
        }

        void fail(RuntimeException fault) {
            CompletableFuture<Chunk> failed = Objects.requireNonNull(reading);
            reading = null;
            failed.completeExceptionally(fault);
        }

        void wake() {
            player().run();
        }

        @Override
        public CompletableFuture<Chunk> read(
                ReadPlan plan, Map<Integer, Long> from, boolean jumped, OptionalLong sinceMicros, boolean fresh) {
            assertTrue(reading == null || reading.isDone(), "one chunk at a time");
            readings.add(from);
            readFresh = fresh;
            reading = new CompletableFuture<>();
            return reading;
        }

        @Override
        public long now() {
            return now;
        }

        @Override
        public void wakeAt(long nanos) {
            wakeAt = Math.min(wakeAt, nanos);
        }

        @Override
        public void show(Part part, long nowNanos) {
            shown.add((int) part.position().offset());
            part.release();
            if (goneWhenShown) {
                player().close();
            }
        }

        @Override
        public boolean isSent() {
            return sent;
        }

        @Override
        public void finish() {
            finishes++;
        }

        @Override
        public void joinLive() {
            joins++;
        }

        @Override
        public void leaveLive() {
            leaves++;
        }

        @Override
        public boolean isReceived(Map<Integer, Long> offsets) {
            return isReceived;
        }

        @Override
        public void handOver() {
            handOvers++;
        }

        @Override
        public void closed() {
            closedCount++;
        }
    }
}
