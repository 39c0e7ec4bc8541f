package io.framelog.viewer;

import static io.framelog.viewer.FilmedStream.numbersToTheEnd;
import static io.framelog.viewer.FilmedStream.range;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.MjpegClient.Picture;
import io.framelog.viewer.testing.Recording;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays from a real log. The tests recognise frames by their numbers. */
@Timeout(60)
@ExtendWith(KafkaExtension.class)
class ReplayIT {
    private final FilmedStream front;

    ReplayIT(TestKafka kafka) throws Exception {
        front = new FilmedStream(kafka);
    }

    @AfterEach
    void losesNoMemory() {
        front.close();
    }

    @Test
    void playsExactlyTheFramesBetweenTwoTimes() throws Exception {
        front.record(0, 200);
        try (MjpegClient replay = front.replay("from=" + front.millis(60) + "&to=" + front.millis(80))) {
            assertEquals(range(60, 80), numbersToTheEnd(replay));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {63, 64, 65, 128})
    void playsEachFrameOnceHoweverManyAreReadAtATime(int frames) throws Exception {
        front.record(0, 300);
        try (MjpegClient replay =
                front.replay("from=" + front.millis(10) + "&to=" + front.millis(9 + frames) + "&speed=2")) {
            assertEquals(range(10, 9 + frames), numbersToTheEnd(replay));
        }
    }

    @Test
    void endsWithTheFrameAtAPositionEitherWay() throws Exception {
        List<RecordMetadata> places = front.record(0, 100);
        String fortieth = FilmedStream.PARTITION + "@" + places.get(5 * 40).offset();
        String fiftieth = FilmedStream.PARTITION + "@" + places.get(5 * 50).offset();
        try (MjpegClient replay = front.replay("from=" + fortieth + "&to=" + fiftieth)) {
            assertEquals(range(40, 50), numbersToTheEnd(replay));
        }
        try (MjpegClient replay = front.replay("from=" + fiftieth + "&to=" + fortieth + "&speed=-1")) {
            List<Integer> reversed = new ArrayList<>(range(40, 50));
            Collections.reverse(reversed);
            assertEquals(reversed, numbersToTheEnd(replay));
        }
    }

    @Test
    void tellsWhereAndWhenItBegins() throws Exception {
        List<RecordMetadata> places = front.record(0, 100);
        String position =
                FilmedStream.PARTITION + "@" + places.get(5 * 40).offset(); // frame 40; each is followed by four others
        try (MjpegClient replay = front.replay("from=" + front.millis(40))) {
            Picture first = replay.next();
            assertEquals(40, Recording.number(first.image()));
            assertEquals(position, first.headers().get("x-framelog-position"));
            assertEquals(position, replay.headers().get("x-framelog-position"));
            assertEquals(
                    Instant.EPOCH.plus(front.time(40), ChronoUnit.MICROS).toString(),
                    replay.headers().get("x-framelog-from"));
        }
        try (MjpegClient replay = front.replay("from=" + position + "&to=" + position)) {
            assertEquals(List.of(40), numbersToTheEnd(replay));
        }
    }

    @ParameterizedTest
    @CsvSource({"1,100", "2,200", "4,200", "0.5,50"})
    void keepsTheFramesPaceTimesTheSpeed(double speed, int frames) throws Exception {
        front.record(0, 400);
        try (MjpegClient replay = front.replay("from=earliest&speed=" + speed)) {
            int first = Recording.number(replay.next().image());
            long start = System.nanoTime();
            int last = first;
            while (last < frames) {
                last = Recording.number(replay.next().image());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double expected = (last - first) * FilmedStream.FRAME_MICROS / 1e6 / speed;
            assertEquals(1, seconds / expected, 0.02 + 0.015 / expected, "the last frame may be some ms late");
        }
    }

    @Test
    void leavesFramesOutRatherThanDrownTheConnection() throws Exception {
        front.record(0, 2000);
        try (MjpegClient replay = front.replay("from=earliest&speed=16&to=" + front.millis(1999))) {
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
        front.record(0, 200);
        try (MjpegClient replay = front.replay("from=" + front.millis(150) + "&to=" + front.millis(20) + "&speed=-4")) {
            List<Integer> numbers = numbersToTheEnd(replay);

            assertEquals(150, numbers.get(0));
            assertEquals(numbers.stream().sorted((a, b) -> b - a).distinct().toList(), numbers);
            assertTrue(numbers.get(numbers.size() - 1) <= 24, numbers::toString);
        }
        try (MjpegClient replay = front.replay("from=" + front.millis(30) + "&speed=-1")) {
            List<Integer> reversed = new ArrayList<>(range(0, 30));
            Collections.reverse(reversed);
            assertEquals(reversed, numbersToTheEnd(replay));
        }
    }

    @Test
    void showsAStillPictureAndCostsNothing() throws Exception {
        front.record(0, 100);
        try (MjpegClient replay = front.replay("from=" + front.millis(42) + "&speed=0")) {
            assertEquals(42, Recording.number(replay.next().image()));
            long chunks = front.viewer().count("replays_chunks_read_total");
            Await.until("one replay runs", () -> front.replays() == 1);
            try (MjpegClient other = front.replay("from=earliest&to=" + front.millis(50) + "&speed=2")) {
                numbersToTheEnd(other); // time passes
            }
            assertEquals(0, front.viewer().count("history_readers"));
            assertTrue(chunks <= 1, chunks + " chunks read for one picture");
        }
    }

    @Test
    void aStillPictureThatIsLookedAtNoMoreHoldsNoPlace() throws Exception {
        front.record(0, 10);
        for (int i = 0; i < 2 * RunningViewer.MAX_REPLAYS; i++) {
            try (MjpegClient replay = front.replay("from=" + front.millis(i % 10) + "&speed=0")) {
                assertEquals(i % 10, Recording.number(replay.next().image()));
            }
        }
    }

    @Test
    void jumpsGapsAfterASecond() throws Exception {
        front.record(0, 50);
        long gap = 300_000_000;
        for (int i = 50; i < 100; i++) {
            front.recording().write(FilmedStream.PARTITION, "front", Recording.image(i, 64), front.time(i) + gap);
        }
        front.recording().flush();
        try (MjpegClient replay = front.replay("from=" + front.millis(40) + "&to=" + (front.time(60) + gap) / 1000)) {
            assertEquals(range(40, 49), numbers(replay, 10));
            long start = System.nanoTime();
            Picture behind = replay.next();
            double seconds = (System.nanoTime() - start) / 1e9;

            assertEquals(50, Recording.number(behind.image()));
            assertEquals(
                    (front.time(50) + gap) / 1e6,
                    Double.parseDouble(behind.headers().get("x-timestamp")),
                    1e-6);
            assertEquals(1, seconds, 0.1);
            assertEquals(range(51, 60), numbersToTheEnd(replay));
        }
    }

    @Test
    void beginsWithTheFirstFrameThereIsAndSaysSo() throws Exception {
        front.record(0, 100);
        try (MjpegClient replay = front.replay("from=2020-01-01T00:00:00Z")) {
            assertEquals(0, Recording.number(replay.next().image()));
            assertTrue(replay.headers().getOrDefault("x-framelog-note", "").contains("begins later"));
        }
        try (MjpegClient replay = front.replay("from=" + front.millis(1))) {
            assertEquals(1, Recording.number(replay.next().image()));
            assertFalse(replay.headers().containsKey("x-framelog-note"));
        }
    }

    @Test
    void jumpsToWhatRetentionLeftAndSaysSo() throws Exception {
        front.record(0, 1000);
        try (MjpegClient replay = front.replay("from=earliest")) {
            assertEquals(0, Recording.number(replay.next().image()));
            front.recording().removeBefore(FilmedStream.PARTITION, 5 * 800);
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
        front.record(0, 10);
        front.viewer().awaitStream("front", "name", "front");

        var answer = front.viewer().get("/streams/front.mjpeg?" + query);

        assertEquals(status, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        Await.until("its slot is free", () -> front.replays() == 0);
    }

    private static List<Integer> numbers(MjpegClient client, int count) throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(Recording.number(client.next().image()));
        }
        return numbers;
    }
}
