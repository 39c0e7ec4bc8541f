package io.framelog.viewer.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.history.HistoryReaders.Kind;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.kafka.StreamLocator;
import io.framelog.viewer.testing.Recording;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Finding and reading frames in a real log. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class HistoryReaderIT {
    private static final StreamName FRONT = new StreamName("front");
    private final long begin = Instant.now().minusSeconds(600).toEpochMilli() * 1000 + 123;
    private static final long SECOND = 1_000_000;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Recording recording;
    private final HistoryReaders readers;
    private volatile @Nullable Position last;

    HistoryReaderIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 2);
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--bootstrap-server", kafka.bootstrapServer(), "--topic", topic);
        readers = new HistoryReaders(
                new ConsumerFactory(options),
                topic,
                new StreamLocator() {
                    @Override
                    public Set<Integer> partitions(StreamName stream) {
                        return stream.equals(FRONT) ? Set.of(1) : Set.of();
                    }

                    @Override
                    public Optional<Position> lastPosition(StreamName stream) {
                        return Optional.ofNullable(last);
                    }
                },
                new RecordFilter(1_000_000, new SkippedRecords()));
    }

    @AfterEach
    void lendsNoReaderForEver() {
        assertEquals(0, readers.lent());
        readers.close();
        recording.close();
    }

    @Test
    void findsTheFrameShownAtATimeAmongOtherStreams() throws Exception {
        writeFrontAmongOthers(100);
        try (HistoryReader reader = borrow()) {
            assertEquals(42, number(reader.shownAt(FRONT, at(42))));
            assertEquals(42, number(reader.shownAt(FRONT, new At(time(42) + SECOND / 2))));
            assertEquals(41, number(reader.shownAt(FRONT, new At(time(42) - 1))));
            assertEquals(99, number(reader.shownAt(FRONT, at(1000))));
            assertEquals(99, number(reader.shownAt(FRONT, new Latest())));
            assertTrue(reader.shownAt(FRONT, new At(time(0) - 1)).isEmpty());
            assertTrue(reader.shownAt(FRONT, new Earliest()).isEmpty());
        }
    }

    @Test
    void findsTheNearestFrame() throws Exception {
        writeFrontAmongOthers(10);
        try (HistoryReader reader = borrow()) {
            assertEquals(4, number(reader.nearest(FRONT, new At(time(4) + SECOND * 4 / 10))));
            assertEquals(5, number(reader.nearest(FRONT, new At(time(4) + SECOND * 6 / 10))));
            assertEquals(0, number(reader.nearest(FRONT, at(-1000))));
            assertEquals(9, number(reader.nearest(FRONT, at(1000))));
        }
    }

    @Test
    void findsEveryMomentAlthoughOneFrameIsFromTheFuture() throws Exception {
        for (int i = 0; i < 600; i++) {
            long ahead = i == 300 ? 3300 * SECOND : 0;
            recording.write(1, "front", Recording.image(i, 64), time(i) + ahead);
            recording.write(1, "other", Recording.image(1000 + i, 64), time(i));
        }
        recording.flush();
        try (HistoryReader reader = borrow()) {
            for (int second : new int[] {10, 290, 305, 360, 480, 590}) {
                assertEquals(second, number(reader.shownAt(FRONT, at(second))), "at second " + second);
            }
            assertEquals(range(360, 420), numbers(reader.cursor(FRONT, at(360), at(420))));
            assertEquals(480, number(reader.first(FRONT, at(480))));
            List<Integer> without = new ArrayList<>(range(290, 310));
            without.remove(Integer.valueOf(300));
            assertEquals(without, numbers(reader.cursor(FRONT, at(290), at(310))), "the others are not hidden");
        }
    }

    @Test
    void findsFramesOfAStreamWhoseNeighboursClockIsAhead() throws Exception {
        for (int i = 0; i < 600; i++) {
            recording.write(1, "other", Recording.image(1000 + i, 64), time(i) + 3500 * SECOND);
            recording.write(1, "front", Recording.image(i, 64), time(i));
        }
        recording.flush();
        try (HistoryReader reader = borrow()) {
            assertEquals(480, number(reader.shownAt(FRONT, at(480))));
            assertEquals(range(480, 500), numbers(reader.cursor(FRONT, at(480), at(500))));
        }
    }

    @Test
    void refusesATimeInTheFutureUnlessTheLogHasIt() throws Exception {
        long ahead = (Instant.now().getEpochSecond() + 3000) * SECOND;
        recording.write(1, "front", Recording.image(7, 64), ahead);
        recording.flush();
        try (HistoryReader reader = borrow()) {
            reader.requireKnown(FRONT, new At(ahead));
            assertEquals(7, number(reader.shownAt(FRONT, new At(ahead))));
            assertThrows(FutureMomentException.class, () -> reader.requireKnown(FRONT, new At(ahead + SECOND)));
        }
    }

    @Test
    void refusesATimeInTheFutureAlsoWhileFramesCome() throws Exception {
        AtomicBoolean enough = new AtomicBoolean();
        CompletableFuture<Void> frames = CompletableFuture.runAsync(() -> {
            while (!enough.get()) {
                recording.write(1, "front", Recording.image(1, 64), time(0));
                recording.write(1, "front", Recording.image(2, 64), time(1));
                flush();
            }
        });
        try (HistoryReader reader = borrow()) {
            for (int i = 0; i < 200; i++) {
                assertThrows(
                        FutureMomentException.class, () -> reader.requireKnown(FRONT, new At(time(0) + 3600 * SECOND)));
            }
        } finally {
            enough.set(true);
            frames.join();
        }
    }

    private void flush() {
        try {
            recording.flush();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void doesNotShowWhatAProducerTookBackOrHasNotDecided() throws Exception {
        recording.writeInTransaction(1, "front", 1, time(1), true);
        recording.writeInTransaction(1, "front", 2, time(2), false);
        recording.writeInTransaction(1, "front", 3, time(3), true);
        recording.writeInTransaction(1, "front", 4, time(4), false);
        try (HistoryReader reader = borrow()) {
            assertEquals(List.of(1, 3), numbers(reader.cursor(FRONT, new Earliest(), new Latest())));
            assertEquals(3, number(reader.shownAt(FRONT, new Latest())));
        }
    }

    @Test
    void findsAFrameByItsPosition() throws Exception {
        List<RecordMetadata> places = writeFrontAmongOthers(10);
        Position position = new Position(1, places.get(4 * 5).offset()); // four others follow each frame of front
        try (HistoryReader reader = borrow()) {
            assertEquals(4, number(reader.shownAt(FRONT, new Exactly(position))));
            assertEquals(4, number(reader.first(FRONT, new Exactly(position))));
            assertEquals(position, reader.shownAt(FRONT, at(4)).orElseThrow().position());
            Position others = new Position(1, position.offset() + 2);
            assertEquals(4, number(reader.shownAt(FRONT, new Exactly(others))));
            assertEquals(5, number(reader.first(FRONT, new Exactly(others))));
        }
    }

    @Test
    void findsTheLastFrameOfAStreamThatEndedLongAgo() throws Exception {
        recording.write(1, "front", Recording.image(7, 64), begin);
        for (int i = 1; i < 3000; i++) {
            recording.write(1, "other", Recording.image(i, 64), begin + i * SECOND);
        }
        recording.flush();
        try (HistoryReader reader = borrow()) {
            assertEquals(7, number(reader.shownAt(FRONT, new At(begin + 2900 * SECOND))));
            assertEquals(7, number(reader.shownAt(FRONT, new Latest())));
        }
    }

    @Test
    void doesNotGoThroughWhatOthersWroteAfterAStreamsEnd() throws Exception {
        recording.write(1, "front", Recording.image(7, 64), begin);
        int others = 20_000;
        for (int i = 1; i < others; i++) {
            recording.write(1, "other", Recording.image(i, 64), begin + i * SECOND / 50);
        }
        last = new Position(1, recording.flush().get(0).offset());
        try (HistoryReader reader = borrow()) {
            FrameCursor nothing = reader.cursor(FRONT, new At(begin + SECOND), new Latest());
            assertEquals(List.of(), numbers(nothing));
            assertTrue(nothing.bytesRead() < others * 64 / 10, nothing.bytesRead() + " bytes were read");
            PastCursor backward = reader.backward(FRONT, reader.offsets(FRONT, new Latest()));
            assertEquals(7, number(Optional.ofNullable(backward.next())));
            assertTrue(backward.bytesRead() < others * 64 / 10, backward.bytesRead() + " bytes were read");
        }
    }

    @Test
    void findsFramesOfARunThatIsNotKnownYet() throws Exception {
        long now = System.currentTimeMillis() * 1000;
        recording.write(1, "front", Recording.image(7, 64), begin);
        recording.write(1, "other", Recording.image(1, 64), begin + SECOND);
        recording.write(1, "front", Recording.image(8, 64), now);
        last = new Position(1, recording.flush().get(0).offset());
        try (HistoryReader reader = borrow()) {
            assertEquals(List.of(8), numbers(reader.cursor(FRONT, new At(begin + SECOND), new Latest())));
            assertEquals(List.of(7, 8), numbers(reader.cursor(FRONT, new Earliest(), new Latest())));
        }
    }

    @Test
    void findsFramesWhoseClockIsBehindTheOthers() throws Exception {
        long behind = 8 * SECOND;
        for (int i = 0; i < 30; i++) {
            recording.write(1, "other", Recording.image(1000 + i, 64), begin + i * SECOND);
            recording.write(1, "front", Recording.image(i, 64), begin + i * SECOND - behind);
        }
        recording.flush();
        try (HistoryReader reader = borrow()) {
            assertEquals(10, number(reader.shownAt(FRONT, new At(begin + 10 * SECOND - behind))));
            assertEquals(
                    List.of(10, 11, 12),
                    numbers(reader.cursor(
                            FRONT, new At(begin + 10 * SECOND - behind), new At(begin + 12 * SECOND - behind))));
        }
    }

    @Test
    void readsAStretchWithBothItsEnds() throws Exception {
        writeFrontAmongOthers(50);
        try (HistoryReader reader = borrow()) {
            assertEquals(range(10, 20), numbers(reader.cursor(FRONT, at(10), at(20))));
            assertEquals(range(0, 49), numbers(reader.cursor(FRONT, new Earliest(), new Latest())));
            assertEquals(range(45, 49), numbers(reader.cursor(FRONT, at(45), at(1000))));
            assertEquals(List.of(), numbers(reader.cursor(FRONT, at(20), new At(time(20) - 1))));
            assertEquals(List.of(), numbers(reader.cursor(new StreamName("nobody"), new Earliest(), new Latest())));
        }
    }

    @Test
    void goesOnWhereAnotherCursorStopped() throws Exception {
        writeFrontAmongOthers(30);
        try (HistoryReader reader = borrow()) {
            FrameCursor cursor = reader.cursor(FRONT, at(3), new Latest());
            assertEquals(3, number(Optional.ofNullable(cursor.next())));
            assertEquals(
                    range(4, 29), numbers(reader.cursor(FRONT, cursor.positions(), Map.of(), OptionalLong.empty())));
        }
    }

    @Test
    void readsBackwards() throws Exception {
        writeFrontAmongOthers(100);
        try (HistoryReader reader = borrow()) {
            PastCursor cursor = reader.backward(FRONT, reader.offsets(FRONT, at(60)));
            for (int expected = 59; expected >= 30; expected--) {
                assertEquals(expected, number(Optional.ofNullable(cursor.next())));
            }
            PastCursor onwards = reader.backward(FRONT, cursor.positions());
            for (int expected = 29; expected >= 0; expected--) {
                assertEquals(expected, number(Optional.ofNullable(onwards.next())));
            }
            assertEquals(Optional.empty(), Optional.ofNullable(onwards.next()));
        }
    }

    @Test
    void putsFramesOfSeveralPartitionsInTheirOrder() throws Exception {
        StreamName keyless = StreamName.DEFAULT;
        for (int i = 0; i < 200; i++) {
            recording.write(i % 3 % 2, null, Recording.image(i, 64), time(i));
        }
        recording.flush();
        try (HistoryReader reader = borrow()) {
            assertEquals(range(0, 199), numbers(reader.cursor(keyless, new Earliest(), new Latest())));
            assertEquals(range(50, 60), numbers(reader.cursor(keyless, at(50), at(60))));
            assertEquals(70, number(reader.shownAt(keyless, at(70))));
            PastCursor backward = reader.backward(keyless, reader.offsets(keyless, at(60)));
            assertEquals(59, number(Optional.ofNullable(backward.next())));
            assertEquals(58, number(Optional.ofNullable(backward.next())));
        }
    }

    @Test
    void goesOnWithWhatRetentionLeft() throws Exception {
        writeFrontAmongOthers(100);
        try (HistoryReader reader = borrow()) {
            FrameCursor cursor = reader.cursor(FRONT, at(3), new Latest());
            recording.removeBefore(1, 5 * 80);

            assertEquals(range(80, 99), numbers(cursor));
            assertTrue(cursor.takeRetentionGap());
            assertFalse(cursor.takeRetentionGap());
        }
    }

    @Test
    void lendsNoMoreReadersThanItsLimit() throws Exception {
        List<HistoryReader> lent = new ArrayList<>();
        for (int i = 0; i < HistoryReaders.MAX_READERS; i++) {
            lent.add(borrow());
        }
        assertThrows(NoReaderFreeException.class, () -> readers.borrow(Kind.SPARSE, Duration.ofMillis(1)));
        lent.forEach(HistoryReader::close);
        borrow().close();
    }

    private HistoryReader borrow() throws InterruptedException {
        return readers.borrow(Kind.SPARSE, PATIENCE);
    }

    /** Writes a frame of front for each second, followed by one of each of four other streams, in one partition. */
    private List<RecordMetadata> writeFrontAmongOthers(int frames) throws Exception {
        for (int i = 0; i < frames; i++) {
            recording.write(1, "front", Recording.image(i, 64), time(i));
            for (int other = 0; other < 4; other++) {
                recording.write(1, "other-" + other, Recording.image(10_000 + i, 64), time(i) + 1);
            }
        }
        return recording.flush();
    }

    private long time(int number) {
        return begin + number * SECOND;
    }

    private At at(int number) {
        return new At(time(number));
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static int number(Optional<StoredFrame> frame) {
        return Recording.number(frame.orElseThrow().frame().image());
    }

    private static List<Integer> numbers(FrameCursor cursor) {
        List<Integer> numbers = new ArrayList<>();
        for (@Nullable StoredFrame frame = cursor.next(); frame != null; frame = cursor.next()) {
            numbers.add(Recording.number(frame.frame().image()));
        }
        return numbers;
    }
}
