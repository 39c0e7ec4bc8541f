package io.framelog.viewer;

import static io.framelog.viewer.TimelineJson.buckets;
import static io.framelog.viewer.TimelineJson.frames;
import static io.framelog.viewer.TimelineJson.joinedGaps;
import static io.framelog.viewer.TimelineJson.objects;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.TimelineJson.Bucket;
import io.framelog.viewer.TimelineJson.Gap;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Recording;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timelines of streams in a real log, over HTTP. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class TimelineIT {
    private static final int IMAGE = 64;
    /** So large that a timeline does not read all of a stream. */
    private static final int LARGE = 1024;

    private static final int DAY = 86_400;
    private static final long SECOND = 1000;

    /** More than a day ago, on a full second. */
    private final Instant begin = Instant.ofEpochSecond(Instant.now().getEpochSecond() - DAY - 600);

    private final String bootstrapServer;
    private final String topic;
    private final EventTopic events;
    private final Recording recording;
    private final RunningViewer viewer;
    private List<RecordMetadata> places = List.of();

    TimelineIT(TestKafka kafka) throws Exception {
        topic = kafka.uniqueName("frames");
        bootstrapServer = kafka.bootstrapServer();
        events = EventTopic.of(topic);
        recording = new Recording(kafka.bootstrapServer(), topic, 6);
        viewer = RunningViewer.withTimelines(kafka.bootstrapServer(), topic, Duration.ofMinutes(1));
    }

    @BeforeAll
    void write() throws Exception {
        // Alone in its partition: ten frames per second for a quarter of an hour, with two breaks.
        writeRegularly(0, "alone", LARGE, 9000, 100, i -> !(i >= 3333 && i < 3363) && !(i >= 7000 && i < 7600));
        places = recording.flush();
        // Two streams in one partition: "busy" has 30 frames per second, "calm" has 10 and a break.
        for (int i = 0; i < 10_000; i++) {
            boolean away = i >= 4000 && i < 6000;
            for (int k = 0; k < 3; k++) {
                recording.write(1, "busy", Recording.image(i, 2 * LARGE), micros(i * 100L + k * 30L));
            }
            if (!away) {
                recording.write(1, "calm", Recording.image(i, LARGE), micros(i * 100L + 95));
            }
        }
        // Two streams that are a day long.
        for (int i = 0; i < DAY; i++) {
            recording.write(2, "day", Recording.image(i, IMAGE), micros(i * SECOND));
            recording.write(2, "night", Recording.image(i, IMAGE), micros(i * SECOND + 500));
        }
        writeRegularly(3, "slow", IMAGE, 500, 10_000, i -> true);
        // One stream in two partitions in turn, as producers without keys write it.
        for (int i = 0; i < 3000; i++) {
            recording.write(4 + i % 2, null, Recording.image(i, IMAGE), micros(i * 100L));
        }
        recording.flush();
        writeEvents();
        for (String stream : List.of("alone", "busy", "calm", "day", "night", "slow", "default")) {
            Await.until(
                    stream + " is known",
                    () -> viewer.get("/streams/" + stream + "/timeline").statusCode() == 200);
        }
    }

    /** Writes events that say that "busy" was lost, although it has frames in that time. */
    private void writeEvents() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new OrderedProducer(bootstrapServer)) {
            producer.send(events.write(event(1, EventType.LOST, 150_000, "no light")))
                    .get();
            producer.send(events.write(event(2, EventType.RECOVERED, 205_000, "")))
                    .get();
        }
    }

    private StreamEvent event(int id, EventType type, long millis, String reason) {
        return new StreamEvent(
                Integer.toString(id),
                type,
                time(millis),
                new StreamName("busy"),
                "",
                "",
                reason,
                Optional.empty(),
                Map.of());
    }

    private void writeRegularly(int partition, String stream, int length, int count, long every, LongPredicate there) {
        for (int i = 0; i < count; i++) {
            if (there.test(i)) {
                recording.write(partition, stream, Recording.image(i, length), micros(i * every));
            }
        }
    }

    @AfterAll
    void close() {
        viewer.close();
        recording.close();
    }

    @Test
    void countsExactlyWhereAStreamIsAlone() throws Exception {
        Map<String, Object> timeline =
                timeline("alone", "from=" + time(0) + "&to=" + time(900 * SECOND) + "&buckets=9");
        List<Bucket> buckets = buckets(timeline);

        assertEquals(List.of(1000L, 1000L, 1000L, 970L, 1000L, 1000L, 1000L, 400L, 1000L), frames(buckets));
        assertEquals(1000 * LARGE, buckets.get(0).bytes());
        assertEquals(Map.of("frames", false, "bytes", true), timeline.get("estimated"));
        assertEquals("alone", timeline.get("stream"));
        assertEquals(time(0).toString(), timeline.get("from"));
        assertEquals(time(900 * SECOND).toString(), timeline.get("to"));
        assertEquals(time(0).toString(), timeline.get("logBegins"));
        assertEquals(100.0, timeline.get("bucketSeconds"));
    }

    @Test
    void findsGapsToTheFrame() throws Exception {
        List<Gap> expected = List.of(new Gap(time(333_200), time(336_300)), new Gap(time(699_900), time(760_000)));
        for (int count : List.of(1, 9, 90, 899, 2000)) {
            List<Bucket> buckets =
                    buckets(timeline("alone", "from=" + time(0) + "&to=" + time(899_950) + "&buckets=" + count));
            assertEquals(count, buckets.size());
            assertEquals(expected, joinedGaps(buckets), count + " buckets");
        }
    }

    @Test
    void dividesASpanWithoutRest() throws Exception {
        List<Bucket> buckets = buckets(timeline("alone", "from=" + time(50) + "&to=" + time(100_050) + "&buckets=7"));

        assertEquals(1000, frames(buckets).stream().mapToLong(Long::longValue).sum());
        assertEquals(time(50), buckets.get(0).from());
        assertEquals(time(50 + 100_000 / 7), buckets.get(1).from());
        assertEquals(7, buckets.size());
        // A frame on a bound belongs to the bucket after it.
        assertEquals(
                List.of(10L, 10L),
                frames(buckets(timeline("alone", "from=" + time(1000) + "&to=" + time(3000) + "&buckets=2"))));
        assertEquals(
                List.of(11L),
                frames(buckets(timeline("alone", "from=" + time(1000) + "&to=" + time(2001) + "&buckets=1"))));
    }

    @Test
    void estimatesWhereStreamsShareAPartition() throws Exception {
        Map<String, Object> timeline = timeline("calm", "from=" + time(0) + "&to=" + time(1_000_000) + "&buckets=50");
        List<Bucket> buckets = buckets(timeline);

        assertEquals(Map.of("frames", true, "bytes", true), timeline.get("estimated"));
        for (int i = 0; i < 50; i++) {
            Bucket bucket = buckets.get(i);
            if (i < 20 || i >= 30) {
                assertNear(200, bucket.frames(), 20);
                assertNear(200 * LARGE, bucket.bytes(), 20 * LARGE);
            } else {
                assertEquals(0, bucket.frames(), "bucket " + i);
            }
        }
        assertEquals(List.of(new Gap(time(400_000), time(600_000))), joinedGaps(buckets));
        assertEquals(
                List.of(), joinedGaps(buckets(timeline("busy", "from=" + time(300_000) + "&to=" + time(1_000_000)))));
    }

    @Test
    void countsSmallBucketsOfASharedPartitionExactly() throws Exception {
        Map<String, Object> timeline = timeline("calm", "from=" + time(0) + "&to=" + time(10_000) + "&buckets=20");
        assertEquals(Map.of("frames", false, "bytes", false), timeline.get("estimated"));
        buckets(timeline).forEach(bucket -> {
            assertEquals(5, bucket.frames());
            assertEquals(5 * LARGE, bucket.bytes());
        });
    }

    @Test
    void takesNoFrameNowAndThenForGaps() throws Exception {
        for (int count : List.of(10, 100, 1500)) {
            List<Bucket> buckets =
                    buckets(timeline("slow", "from=" + time(0) + "&to=" + time(4_995_000) + "&buckets=" + count));
            assertEquals(List.of(), joinedGaps(buckets), count + " buckets");
            assertEquals(
                    500, frames(buckets).stream().mapToLong(Long::longValue).sum());
        }
    }

    @Test
    void addsUpAStreamInSeveralPartitions() throws Exception {
        Map<String, Object> timeline = timeline("default", "from=" + time(0) + "&to=" + time(300_000) + "&buckets=10");
        List<Bucket> buckets = buckets(timeline);
        assertTrue(frames(buckets).stream().allMatch(frames -> frames == 300), () -> frames(buckets)
                .toString());
        assertEquals(List.of(), joinedGaps(buckets));
    }

    @Test
    void tellsWhatHappened() throws Exception {
        List<Map<?, ?>> buckets = objects(timeline("busy", "from=" + time(0) + "&to=" + time(1_000_000) + "&buckets=10")
                .get("buckets"));
        assertEquals(
                List.of(Map.of("time", time(150_000).toString(), "type", "lost", "id", "1", "reason", "no light")),
                buckets.get(1).get("events"));
        assertEquals(
                List.of(Map.of("time", time(205_000).toString(), "type", "recovered", "id", "2")),
                buckets.get(2).get("events"));
        assertFalse(buckets.get(3).containsKey("events"));

        List<Map<?, ?>> others = objects(
                timeline("slow", "from=" + time(0) + "&to=" + time(1_000_000)).get("buckets"));
        assertTrue(others.stream().noneMatch(bucket -> bucket.containsKey("events")));
    }

    @Test
    void takesWhatAPublisherToldOfForAGapAmongOthersFrames() throws Exception {
        List<Bucket> buckets = buckets(timeline("busy", "from=" + time(0) + "&to=" + time(1_000_000) + "&buckets=10"));
        assertEquals(List.of(new Gap(time(150_000), time(205_000))), joinedGaps(buckets));
    }

    @Test
    void beginsWhereTheLogDoesAndEndsNow() throws Exception {
        Map<String, Object> timeline = timeline("slow", "");
        List<Bucket> buckets = buckets(timeline);
        assertEquals(time(0).toString(), timeline.get("from"));
        assertEquals(100, buckets.size());
        assertEquals(500, frames(buckets).stream().mapToLong(Long::longValue).sum());
        assertEquals(1, joinedGaps(buckets).size(), "one gap since its last frame");
        assertEquals(time(4_990_000), joinedGaps(buckets).get(0).from());

        List<Bucket> early = buckets(timeline("slow", "from=" + time(-1_000_000) + "&to=" + time(-500_000)));
        assertEquals(0, frames(early).stream().mapToLong(Long::longValue).sum());
        assertEquals(List.of(), joinedGaps(early), "the time before the log is not a gap");
    }

    @Test
    void understandsPositions() throws Exception {
        RecordMetadata tenth = places.get(10);
        String position = tenth.partition() + "@" + tenth.offset();
        assertEquals(
                time(1000).toString(), timeline("alone", "from=" + position).get("from"));
    }

    @Test
    void answersADayWithinASecond() throws Exception {
        String path = "/streams/day/timeline?from=" + time(0) + "&to=" + time(DAY * SECOND);
        Duration best = Duration.ofDays(1);
        List<Bucket> buckets = List.of();
        try (RunningViewer usual = new RunningViewer(bootstrapServer, topic)) {
            usual.awaitStream("day", "name", "day");
            // The best of several attempts, because the machine may be busy.
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                HttpResponse<byte[]> answer = usual.get(path);
                Duration taken = Duration.ofNanos(System.nanoTime() - start);
                best = taken.compareTo(best) < 0 ? taken : best;
                buckets = buckets(JSON.std.mapFrom(answer.body()));
            }
        }
        assertTrue(best.compareTo(Duration.ofSeconds(1)) < 0, "it took " + best);
        assertEquals(100, buckets.size());
        buckets.forEach(bucket -> assertNear(864, bucket.frames(), 43));
        assertEquals(List.of(), joinedGaps(buckets));
    }

    @Test
    void saysThatItIsCoarseIfThereWasNoTimeToLookEverywhere() throws Exception {
        try (RunningViewer hasty = RunningViewer.withTimelines(bootstrapServer, topic, Duration.ZERO)) {
            hasty.awaitStream("alone", "name", "alone");
            Map<String, Object> timeline =
                    hasty.json("/streams/alone/timeline?from=" + time(0) + "&to=" + time(900 * SECOND));
            assertEquals(true, timeline.get("coarse"));
            assertEquals(100, buckets(timeline).size());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alone, buckets=0, 400, between 1 and 2000",
        "alone, buckets=2001, 400, between 1 and 2000",
        "alone, buckets=many, 400, between 1 and 2000",
        "alone, from=whenever, 400, 3@12345",
        "alone, to=2199-01-01T00:00:00Z, 400, in the future",
        "alone, from=-10m&to=-20m, 400, is not before",
        "alone, from=9@1, 404, no frame at 9@1",
        "alone, from=0@99999999, 404, no frame at 0@99999999",
        "nobody, buckets=5, 404, 'alone, busy'"
    })
    void saysWhatIsWrong(String stream, String query, int status, String hint) throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/" + stream + "/timeline?" + query);
        String body = new String(answer.body(), UTF_8);
        assertEquals(status, answer.statusCode(), body);
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(body.contains(hint), body);
    }

    private Map<String, Object> timeline(String stream, String query) throws Exception {
        HttpResponse<byte[]> answer = viewer.get("/streams/" + stream + "/timeline?" + query);
        String body = new String(answer.body(), UTF_8);
        assertEquals(200, answer.statusCode(), body);
        assertFalse(body.contains("coarse"), "there was time to look everywhere");
        return JSON.std.mapFrom(body);
    }

    private static void assertNear(long expected, long actual, long tolerance) {
        assertTrue(Math.abs(actual - expected) <= tolerance, () -> actual + " instead of " + expected);
    }

    private Instant time(long millis) {
        return begin.plusMillis(millis);
    }

    private long micros(long millis) {
        return time(millis).toEpochMilli() * 1000;
    }
}
