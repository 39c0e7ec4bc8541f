package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.kafka.ReceiverCounters.Skip;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.MjpegClient.Picture;
import io.framelog.viewer.testing.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays out of a real log: frames are known by their numbers. */
@Timeout(60)
@ExtendWith(KafkaExtension.class)
class ReplayIT {
    /** Of the recorded stream: 50 frames per second. */
    private static final long FRAME_MICROS = 20_000;

    private static final int PARTITION = 1;

    private final Recording recording;
    private final AtomicInteger written = new AtomicInteger();
    private final String server;
    private final String topic;
    private @Nullable RunningViewer started;
    private final long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 600_000_000;

    ReplayIT(TestKafka kafka) throws Exception {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        recording = new Recording(server, topic, 2);
    }

    @AfterEach
    void losesNoMemory() {
        if (started != null) {
            started.close();
        }
        recording.close();
    }

    /** Begins when something is recorded. */
    private synchronized RunningViewer viewer() {
        RunningViewer present = started;
        if (present == null) {
            present = new RunningViewer(server, topic);
            started = present;
        }
        return present;
    }

    @Test
    void playsExactlyTheFramesBetweenTwoTimes() throws Exception {
        record(0, 200);
        try (MjpegClient replay = replay("from=" + millis(60) + "&to=" + millis(80))) {
            assertEquals(range(60, 80), numbersToTheEnd(replay));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 128})
    void playsEachFrameOnceHoweverManyAreReadAtATime(int frames) throws Exception {
        record(0, 300);
        try (MjpegClient replay = replay("from=" + millis(10) + "&to=" + millis(9 + frames) + "&speed=2")) {
            assertEquals(range(10, 9 + frames), numbersToTheEnd(replay));
        }
    }

    @Test
    void endsWithTheFrameAtAPositionEitherWay() throws Exception {
        List<RecordMetadata> places = record(0, 100);
        String fortieth = PARTITION + "@" + places.get(5 * 40).offset();
        String fiftieth = PARTITION + "@" + places.get(5 * 50).offset();
        try (MjpegClient replay = replay("from=" + fortieth + "&to=" + fiftieth)) {
            assertEquals(range(40, 50), numbersToTheEnd(replay));
        }
        try (MjpegClient replay = replay("from=" + fiftieth + "&to=" + fortieth + "&speed=-1")) {
            List<Integer> reversed = new ArrayList<>(range(40, 50));
            Collections.reverse(reversed);
            assertEquals(reversed, numbersToTheEnd(replay));
        }
    }

    @Test
    void tellsWhereAndWhenItBegins() throws Exception {
        List<RecordMetadata> places = record(0, 100);
        String position = PARTITION + "@" + places.get(5 * 40).offset(); // frame 40, each among four others
        try (MjpegClient replay = replay("from=" + millis(40))) {
            Picture first = replay.next();
            assertEquals(40, Recording.number(first.image()));
            assertEquals(position, first.headers().get("x-framelog-position"));
            assertEquals(position, replay.headers().get("x-framelog-position"));
            assertEquals(
                    Instant.EPOCH.plus(time(40), ChronoUnit.MICROS).toString(),
                    replay.headers().get("x-framelog-from"));
        }
        try (MjpegClient replay = replay("from=" + position + "&to=" + position)) {
            assertEquals(List.of(40), numbersToTheEnd(replay));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "4,200", "0.5,50"})
    void keepsTheFramesPaceTimesTheSpeed(double speed, int frames) throws Exception {
        record(0, 400);
        try (MjpegClient replay = replay("from=earliest&speed=" + speed)) {
            int first = Recording.number(replay.next().image());
            long start = System.nanoTime();
            int last = first;
            while (last < frames) {
                last = Recording.number(replay.next().image());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double expected = (last - first) * FRAME_MICROS / 1e6 / speed;
            assertEquals(1, seconds / expected, 0.02 + 0.015 / expected, "the last frame may be some ms late");
        }
    }

    @Test
    void leavesFramesOutRatherThanDrownTheConnection() throws Exception {
        record(0, 2000);
        try (MjpegClient replay = replay("from=earliest&speed=16&to=" + millis(1999))) {
            long start = System.nanoTime();
            List<Integer> numbers = numbersToTheEnd(replay);
            double seconds = (System.nanoTime() - start) / 1e9;

            assertTrue(numbers.size() / seconds < 110, numbers.size() + " frames in " + seconds + " s");
            assertTrue(numbers.size() / seconds > 80, numbers.size() + " frames in " + seconds + " s");
            assertTrue(seconds > 2.4 && seconds < 3.0, "40 s at speed 16 took " + seconds + " s");
            assertEquals(numbers.stream().sorted().distinct().toList(), numbers);
        }
    }

    @Test
    void playsBackwards() throws Exception {
        record(0, 200);
        try (MjpegClient replay = replay("from=" + millis(150) + "&to=" + millis(20) + "&speed=-4")) {
            List<Integer> numbers = numbersToTheEnd(replay);

            assertEquals(150, numbers.get(0));
            assertEquals(numbers.stream().sorted((a, b) -> b - a).distinct().toList(), numbers);
            assertTrue(numbers.get(numbers.size() - 1) <= 24, numbers::toString);
        }
        try (MjpegClient replay = replay("from=" + millis(30) + "&speed=-1")) {
            List<Integer> reversed = new ArrayList<>(range(0, 30));
            Collections.reverse(reversed);
            assertEquals(reversed, numbersToTheEnd(replay));
        }
    }

    @Test
    void showsAStillPictureAndCostsNothing() throws Exception {
        record(0, 100);
        try (MjpegClient replay = replay("from=" + millis(42) + "&speed=0")) {
            assertEquals(42, Recording.number(replay.next().image()));
            long chunks = viewer().service().replays().chunksRead();
            Await.until(
                    "one replay is there",
                    () -> viewer().service().replays().slots().used() == 1);
            try (MjpegClient other = replay("from=earliest&to=" + millis(50) + "&speed=2")) {
                numbersToTheEnd(other); // time passes
            }
            assertEquals(0, viewer().service().history().lent());
            assertTrue(chunks <= 1, chunks + " chunks read for one picture");
        }
    }

    @Test
    void aStillPictureThatIsLookedAtNoMoreHoldsNoPlace() throws Exception {
        record(0, 10);
        for (int i = 0; i < 2 * RunningViewer.MAX_REPLAYS; i++) {
            try (MjpegClient replay = replay("from=" + millis(i % 10) + "&speed=0")) {
                assertEquals(i % 10, Recording.number(replay.next().image()));
            }
        }
    }

    @Test
    void jumpsGapsAfterASecond() throws Exception {
        record(0, 50);
        long gap = 300_000_000;
        for (int i = 50; i < 100; i++) {
            recording.write(PARTITION, "front", Recording.image(i, 64), time(i) + gap);
        }
        recording.flush();
        try (MjpegClient replay = replay("from=" + millis(40) + "&to=" + (time(60) + gap) / 1000)) {
            assertEquals(range(40, 49), numbers(replay, 10));
            long start = System.nanoTime();
            Picture behind = replay.next();
            double seconds = (System.nanoTime() - start) / 1e9;

            assertEquals(50, Recording.number(behind.image()));
            assertEquals(
                    (time(50) + gap) / 1e6, Double.parseDouble(behind.headers().get("x-timestamp")), 1e-6);
            assertEquals(1, seconds, 0.1);
            assertEquals(range(51, 60), numbersToTheEnd(replay));
        }
    }

    @Test
    void beginsWithTheFirstFrameThereIsAndSaysSo() throws Exception {
        record(0, 100);
        try (MjpegClient replay = replay("from=2020-01-01T00:00:00Z")) {
            assertEquals(0, Recording.number(replay.next().image()));
            assertTrue(replay.headers().getOrDefault("x-framelog-note", "").contains("begins later"));
        }
        try (MjpegClient replay = replay("from=" + millis(1))) {
            assertEquals(1, Recording.number(replay.next().image()));
            assertFalse(replay.headers().containsKey("x-framelog-note"));
        }
    }

    @Test
    void jumpsToWhatRetentionLeftAndSaysSo() throws Exception {
        record(0, 1000);
        try (MjpegClient replay = replay("from=earliest")) {
            assertEquals(0, Recording.number(replay.next().image()));
            recording.removeBefore(PARTITION, 5 * 800);
            Picture picture = replay.next();
            int before = 0;
            while (Recording.number(picture.image()) < 800) {
                assertEquals(before + 1, Recording.number(picture.image()));
                before++;
                picture = replay.next();
            }
            assertEquals(800, Recording.number(picture.image()));
            assertTrue(picture.headers().getOrDefault("x-framelog-note", "").contains("retention"));
            assertFalse(replay.next().headers().containsKey("x-framelog-note"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 75, 150})
    void becomesLiveWithoutAFrameLostOrDoubled(int behind) throws Exception {
        record(0, 300);
        viewer();
        written.set(299);
        AtomicBoolean stop = new AtomicBoolean();
        Thread camera = new Thread(() -> film(300, stop), "camera");
        camera.start();
        int first = written.get() - behind;
        try (MjpegClient replay = replay("from=" + millis(first) + "&speed=1.5")) {
            int live = 0;
            for (int expected = first; live < 20; expected++) {
                long leftOut = leftOut();
                int number = Recording.number(replay.next().image());
                boolean busy = live > 0 && number > expected && leftOut() > leftOut;
                if (busy) {
                    break; // a live viewer gets the newest: on a busy machine frames are left out, and counted
                }
                assertEquals(expected, number, "live since " + live + " frames");
                live += viewer().service().replays().slots().used() == 0 ? 1 : 0;
            }
        } finally {
            stop.set(true);
            camera.join();
        }
    }

    /** What live viewers did not get. */
    private long leftOut() {
        return viewer().service().fanOutCounters().skippedBurstCount()
                + viewer().service().receiverCounters().skipped(Skip.BEHIND);
    }

    /** Writes a frame each 20 ms, with the time that continues the recording. */
    private void film(int first, AtomicBoolean stop) {
        long start = System.nanoTime();
        for (int i = first; !stop.get(); i++) {
            written.set(i);
            recording.write(PARTITION, "front", Recording.image(i, 64), time(i));
            recording.write(PARTITION, "other", Recording.image(i, 64), time(i));
            LockSupport.parkNanos(start + (i - first + 1) * FRAME_MICROS * 1000 - System.nanoTime());
        }
    }

    @Test
    void becomesLiveWhereNothingIsLeftToPlay() throws Exception {
        record(0, 10);
        try (MjpegClient replay = replay("from=latest")) {
            Await.until("it is live", () -> viewer().service().replays().slots().used() == 0);
            recording.write(PARTITION, "front", Recording.image(10, 64), time(10));
            recording.flush();
            int number = Recording.number(replay.next().image());
            while (number < 10) { // the newest picture is shown at once, as to every viewer
                assertEquals(9, number);
                number = Recording.number(replay.next().image());
            }
            assertEquals(10, number);
        }
    }

    @Test
    void manyReplaysRunBesideManyLiveViewers() throws Exception {
        record(0, 600);
        AtomicBoolean stop = new AtomicBoolean();
        List<MjpegClient> live = new ArrayList<>();
        List<Throwable> faults = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        viewer().awaitStream("front", "name", "front");
        try {
            for (int i = 0; i < 100; i++) {
                live.add(viewer().watch("/streams/front.mjpeg"));
            }
            Thread camera = new Thread(() -> film(600, stop), "camera");
            camera.start();
            for (int i = 0; i < 50; i++) {
                int from = 5 * i;
                Thread client = new Thread(() -> expectStretch(from, from + 100, faults), "replay");
                client.start();
                threads.add(client);
            }
            for (MjpegClient watching : live) {
                int first = Recording.number(watching.next().image());
                int second = Recording.number(watching.next().image());
                assertTrue(second > first);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            stop.set(true);
            camera.join();
            synchronized (faults) {
                assertEquals(List.of(), faults);
            }
        } finally {
            stop.set(true);
            for (MjpegClient watching : live) {
                watching.close();
            }
        }
        long read = viewer().service().replays().chunksRead();
        long shared = viewer().service().replays().chunksShared();
        assertTrue(shared > read, "what one has read the others use: " + shared + " of " + read);
    }

    private void expectStretch(int first, int last, List<Throwable> faults) {
        try (MjpegClient replay = replay("from=" + millis(first) + "&to=" + millis(last))) {
            assertEquals(range(first, last), numbersToTheEnd(replay));
        } catch (IOException | AssertionError e) {
            synchronized (faults) {
                faults.add(e);
            }
        }
    }

    @Test
    void refusesMoreThanItsLimit() throws Exception {
        record(0, 10);
        List<MjpegClient> replays = new ArrayList<>();
        for (int i = 0; i < RunningViewer.MAX_REPLAYS; i++) {
            replays.add(replay("from=earliest&speed=0"));
        }
        var refused = viewer().get("/streams/front.mjpeg?from=earliest");
        assertEquals(503, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        for (MjpegClient replay : replays) {
            replay.close();
        }
        Await.until(
                "their places are free",
                () -> viewer().service().replays().slots().used() == 0);
    }

    @ParameterizedTest
    @CsvSource({
        "from=yesterday,400",
        "from=-5m&speed=17,400",
        "from=-5m&speed=fast,400",
        "from=-5m&speed=0.05,400",
        "speed=2,400",
        "to=-1m,400",
        "from=2999-01-01T00:00:00Z,400",
        "from=-1m&to=-2m,400",
        "from=-2m&to=-1m&speed=-1,400",
        "from=-5m&to=latest&speed=-1,400",
        "from=7@0,404",
        "from=1@99999999,404",
        "from=-10s&to=-5s,404"
    })
    void saysWhatIsWrong(String query, int status) throws Exception {
        record(0, 10);
        viewer().awaitStream("front", "name", "front");

        var answer = viewer().get("/streams/front.mjpeg?" + query);

        assertEquals(status, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        Await.until(
                "its place is free", () -> viewer().service().replays().slots().used() == 0);
    }

    /** A frame of front each 20 ms, and behind it one of each of four other streams, in one partition. */
    private List<RecordMetadata> record(int first, int end) throws Exception {
        for (int i = first; i < end; i++) {
            recording.write(PARTITION, "front", Recording.image(i, 64), time(i));
            for (int other = 0; other < 4; other++) {
                recording.write(PARTITION, "other-" + other, Recording.image(i, 64), time(i) + 1);
            }
        }
        return recording.flush();
    }

    private MjpegClient replay(String query) throws IOException {
        viewer().awaitStream("front", "name", "front");
        return viewer().watch("/streams/front.mjpeg?" + query);
    }

    private long time(int number) {
        return begin / 1000 * 1000 + number * FRAME_MICROS;
    }

    private long millis(int number) {
        return time(number) / 1000;
    }

    private static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<Integer> numbers(MjpegClient client, int count) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Recording.number(client.next().image()));
        }
        return numbers;
    }

    private static List<Integer> numbersToTheEnd(MjpegClient client) {
        List<Integer> numbers = new ArrayList<>();
        IOException end = assertThrows(IOException.class, () -> {
            while (true) {
                numbers.add(Recording.number(client.next().image()));
            }
        });
        assertTrue(end instanceof EOFException, end::toString);
        return numbers;
    }
}
