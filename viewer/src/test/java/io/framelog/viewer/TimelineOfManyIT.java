package io.framelog.viewer;

import static io.framelog.viewer.TimelineJson.buckets;
import static io.framelog.viewer.TimelineJson.frames;
import static io.framelog.viewer.TimelineJson.joinedGaps;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.TimelineJson.Bucket;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Timelines of streams that write in turn into one partition, and of clocks that were wrong. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class TimelineOfManyIT {
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final int IMAGE = 64;
    /** So large that a timeline does not read all of a stream. */
    private static final int LARGE = 1500;

    /** Some hours ago, on a full second. */
    private final Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - 10_000);

    private final Recording recording;
    private final RunningViewer viewer;

    TimelineOfManyIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 8);
        viewer = RunningViewer.withTimelines(kafka.bootstrapServer(), topic, Duration.ofMinutes(1));
    }

    @BeforeAll
    void write() throws Exception {
        writeInTurn(0, "few", 20, 40, IMAGE);
        writeInTurn(1, "seven", 7, 3000, IMAGE);
        writeInTurn(2, "twenty", 20, 1500, IMAGE);
        writeInTurn(3, "fifty", 50, 600, IMAGE);
        // As relays write that collect frames: twenty of each stream in turn, of a hundred seconds.
        for (int i = 0; i < 1500; i += 20) {
            for (int stream = 0; stream < 20; stream++) {
                for (int k = i; k < i + 20; k++) {
                    recording.write(4, "clump-" + stream, Recording.image(k, IMAGE), micros(k * 100L));
                }
            }
        }
        // At the end, so that the viewer sees that each of them exists.
        for (int stream = 0; stream < 20; stream++) {
            recording.write(4, "clump-" + stream, Recording.image(1500, IMAGE), micros(200 * SECOND));
        }
        // One frame every half second; one of them is 50 minutes ahead.
        for (int i = 0; i < 8000; i++) {
            recording.write(5, "ahead", Recording.image(i, LARGE), micros(i * 500L + (i == 4000 ? 50 * MINUTE : 0)));
        }
        // After 20 minutes the clock was set back by 10; then came another 20.
        for (int i = 0; i < 8000; i++) {
            recording.write(6, "back", Recording.image(i, LARGE), micros(i * 300L - (i >= 4000 ? 10 * MINUTE : 0)));
        }
        for (int i = 0; i < 600; i++) {
            recording.write(7, "short", Recording.image(i, IMAGE), micros(i * SECOND + (i == 300 ? 50 * MINUTE : 0)));
            recording.write(7, "neighbour", Recording.image(i, IMAGE), micros(i * SECOND));
        }
        recording.flush();
        for (String stream : List.of("few-3", "seven-3", "twenty-3", "fifty-3", "clump-3", "ahead", "back", "short")) {
            Await.until(
                    stream + " is known",
                    () -> viewer.get("/streams/" + stream + "/timeline").statusCode() == 200);
        }
    }

    private void writeInTurn(int partition, String name, int streams, int rounds, int length) {
        for (int i = 0; i < rounds; i++) {
            for (int stream = 0; stream < streams; stream++) {
                recording.write(partition, name + "-" + stream, Recording.image(i, length), micros(i * 100L + stream));
            }
        }
    }

    @AfterAll
    void close() {
        viewer.close();
        recording.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 10, 40, 100, 2000})
    void countsEveryFrameOfAShortSpan(int count) throws Exception {
        Map<String, Object> timeline = timeline("few-3", 0, 4 * SECOND, count);

        assertEquals(40, sum(buckets(timeline)));
        assertEquals(Map.of("frames", false, "bytes", false), timeline.get("estimated"));
        assertEquals(List.of(), joinedGaps(buckets(timeline)));
    }

    @ParameterizedTest
    @CsvSource({
        "seven, 300000, 3000, 1",
        "seven, 300000, 3000, 2",
        "seven, 300000, 3000, 10",
        "seven, 300000, 3000, 300",
        "twenty, 150000, 1500, 1",
        "twenty, 150000, 1500, 2",
        "twenty, 150000, 1500, 3",
        "twenty, 150000, 1500, 7",
        "twenty, 150000, 1500, 40",
        "twenty, 150000, 1500, 100",
        "twenty, 150000, 1500, 500",
        "fifty, 60000, 600, 1",
        "fifty, 60000, 600, 2",
        "fifty, 60000, 600, 10",
        "fifty, 60000, 600, 100",
    })
    void estimatesStreamsThatAreWrittenInTurn(String name, long millis, long frames, int count) throws Exception {
        Map<String, Object> timeline = timeline(name + "-3", 0, millis, count);
        List<Bucket> buckets = buckets(timeline);

        assertTrue(Math.abs(sum(buckets) - frames) <= frames / 5, () -> sum(buckets) + " instead of " + frames);
        assertTrue(buckets.stream().noneMatch(bucket -> frames / count >= 10 && bucket.frames() == 0), "none is empty");
        assertEquals(List.of(), joinedGaps(buckets), "it was always there");
    }

    @Test
    void saysThatAnEstimateIsOne() throws Exception {
        assertEquals(
                Map.of("frames", true, "bytes", true),
                timeline("twenty-3", 0, 150 * SECOND, 2).get("estimated"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 20, 100})
    void takesFramesThatComeInClumpsForNoGap(int count) throws Exception {
        assertEquals(List.of(), joinedGaps(buckets(timeline("clump-3", 0, 150 * SECOND, count))));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9, 40, 100})
    void findsWhatIsBehindAFrameThatIsAhead(int count) throws Exception {
        List<Bucket> buckets = buckets(timeline("ahead", 0, 4000 * SECOND, count));

        assertTrue(Math.abs(sum(buckets) - 8000) <= 80, () -> sum(buckets) + " instead of 8000");
        buckets.forEach(bucket -> assertNear(8000.0 / count, bucket.frames()));
        assertEquals(List.of(), joinedGaps(buckets));
    }

    @Test
    void countsWhatIsBehindAFrameThatIsAheadInAShortSpan() throws Exception {
        for (String stream : List.of("short", "neighbour")) {
            Map<String, Object> timeline = timeline(stream, 0, 600 * SECOND, 10);
            List<Bucket> buckets = buckets(timeline);
            long inTheSixth = stream.equals("short") ? 59 : 60;
            assertEquals(List.of(60L, 60L, 60L, 60L, 60L, inTheSixth, 60L, 60L, 60L, 60L), frames(buckets));
            assertEquals(Map.of("frames", false, "bytes", false), timeline.get("estimated"));
            assertEquals(List.of(), joinedGaps(buckets));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 30})
    void countsATimeTwiceThatAClockPassedTwice(int count) throws Exception {
        Map<String, Object> timeline = timeline("back", 0, 30 * MINUTE, count);
        List<Bucket> buckets = buckets(timeline);

        if (count > 3) { // three buckets can be counted by where they begin in the log
            assertEquals(Map.of("frames", true, "bytes", true), timeline.get("estimated"));
        }
        for (int i = 0; i < count; i++) {
            boolean twice = i >= count / 3 && i < 2 * count / 3;
            assertNear((twice ? 2 : 1) * 6000.0 / count, buckets.get(i).frames());
        }
        assertEquals(List.of(), joinedGaps(buckets));
    }

    private static void assertNear(double expected, long actual) {
        assertTrue(Math.abs(actual - expected) <= 5 + expected / 5, () -> actual + " instead of " + expected);
    }

    private static long sum(List<Bucket> buckets) {
        return frames(buckets).stream().mapToLong(Long::longValue).sum();
    }

    private Map<String, Object> timeline(String stream, long from, long to, int count) throws Exception {
        HttpResponse<byte[]> answer = viewer.get(
                "/streams/" + stream + "/timeline?from=" + time(from) + "&to=" + time(to) + "&buckets=" + count);
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        return JSON.std.mapFrom(answer.body());
    }

    private Instant time(long millis) {
        return begin.plusMillis(millis);
    }

    private long micros(long millis) {
        return time(millis).toEpochMilli() * 1000;
    }
}
