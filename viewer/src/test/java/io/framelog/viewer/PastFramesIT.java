package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.part.Multipart;
import io.framelog.viewer.testing.Recording;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single past frames from a real log, over HTTP. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class PastFramesIT {
    private static final int FRAMES = 100;
    private static final String LONG = "private, max-age=3600";

    /** Writes one frame for each second; the last is ten minutes old. */
    private final Instant begin =
            Instant.ofEpochMilli(System.currentTimeMillis()).minusSeconds(600 + FRAMES);

    private final Recording recording;
    private final RunningViewer viewer;
    private List<RecordMetadata> places = List.of();

    PastFramesIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 2);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @BeforeEach
    void write() throws Exception {
        for (int i = 0; i < FRAMES; i++) {
            recording.write(1, "front", Recording.image(i, 64), micros(i));
            recording.write(1, "back", Recording.image(1000 + i, 64), micros(i) + 1);
        }
        places = recording.flush();
        viewer.awaitStream("front", "timestamp", time(FRAMES - 1).toString());
    }

    @AfterEach
    void close() {
        viewer.close();
        recording.close();
    }

    @Test
    void givesTheFrameThatWasShownAtATime() throws Exception {
        HttpResponse<byte[]> shown = at(time(42).plusMillis(900).toString());

        assertEquals(200, shown.statusCode(), () -> text(shown));
        assertEquals(42, Recording.number(shown.body()));
        assertEquals("image/jpeg", header(shown, "Content-Type"));
        assertEquals(position(42).toString(), header(shown, "X-Framelog-Position"));
        assertEquals(seconds(42), header(shown, "X-Timestamp"));
        assertEquals("64", header(shown, "Content-Length"));
        assertEquals("nosniff", header(shown, "X-Content-Type-Options"));
    }

    @Test
    void understandsTimesAsPeopleWriteThem() throws Exception {
        assertEquals(7, number(time(7).atOffset(ZoneOffset.ofHours(5)).toString()));
        assertEquals(7, number(Long.toString(time(7).toEpochMilli())));
        assertEquals(7, number(seconds(7)), "in the form of X-Timestamp");
        assertEquals(0, number("earliest"));
        assertEquals(FRAMES - 1, number("latest"));
        assertEquals(FRAMES - 1, number("-1m"));
        assertEquals(7, number(position(7).toString()));
        assertEquals(
                7, number(new Position(1, position(7).offset() + 1).toString()), "position of another stream's frame");
    }

    @Test
    void givesTheNearestFrameWhereThatIsWanted() throws Exception {
        String time = time(42).plusMillis(900).toString();
        assertEquals(43, number(time + "&nearest"));
        assertEquals(43, number(time + "&nearest=true"));
        assertEquals(42, number(time + "&nearest=false"));
        assertEquals(0, number(time(-50) + "&nearest"));
    }

    @Test
    void saysWhenTheLogBeginsWhereItHasNoFrameSoEarly() throws Exception {
        HttpResponse<byte[]> early = at(time(-1).toString());
        assertProblem(404, time(0).toString(), early);
        assertProblem(404, "no partition 9", at("9@1"));
        assertProblem(404, "goes up to 1@199;", at("1@200"));

        recording.removeBefore(1, position(50).offset());
        assertProblem(404, time(50).toString(), at(position(3).toString()));
        assertEquals(50, number("earliest"));
    }

    @ParameterizedTest
    @CsvSource({
        "front, at=yesterday, 400, 3@12345",
        "front, at=, 400, 3@12345",
        "front, at=2999-01-01T00:00:00Z, 400, in the future",
        "front, at=latest&nearest=perhaps, 400, true or false",
        "front, width=12, 400, between 16 and 4096",
        "front, width=4097, 400, between 16 and 4096",
        "front, width=wide, 400, between 16 and 4096",
        "nobody, at=-10m, 404, 'back, front'"
    })
    void saysWhatIsWrong(String stream, String query, int status, String hint) throws Exception {
        assertProblem(status, hint, viewer.get("/streams/" + stream + ".jpg?" + query));
    }

    @Test
    void letsClientsKeepWhatNeverChanges() throws Exception {
        HttpResponse<byte[]> exact = at(position(42).toString());
        assertEquals("private, max-age=86400, immutable", header(exact, "Cache-Control"));
        assertEquals(
                "private, no-cache",
                header(at(new Position(1, position(42).offset() + 1).toString()), "Cache-Control"),
                "another stream's");
        assertEquals(LONG, header(at(time(42).toString()), "Cache-Control"));
        assertEquals(LONG, header(at(time(42).plusMillis(900) + "&nearest"), "Cache-Control"));
        assertEquals("private, no-cache", header(at("-11m"), "Cache-Control"));
        assertEquals("private, no-cache", header(at("earliest"), "Cache-Control"));
        assertEquals("private, no-cache", header(at(Instant.now().toString()), "Cache-Control"));
        assertEquals(
                "private, no-cache",
                header(at(time(FRAMES + 400) + "&nearest"), "Cache-Control"),
                "a nearer frame may still arrive");
        assertEquals("no-store", header(viewer.get("/streams/front.jpg"), "Cache-Control"));
        assertEquals("no-store", header(at(time(-1).toString()), "Cache-Control"));
    }

    @Test
    void sendsNothingTwice() throws Exception {
        HttpResponse<byte[]> shown = at(time(42).toString());
        String etag = header(shown, "ETag");
        assertTrue(etag.startsWith("\"" + position(42) + "-"), etag);

        for (String known : List.of(etag, "W/" + etag, "\"other\", " + etag, "*")) {
            HttpResponse<byte[]> again = viewer.get("/streams/front.jpg?at=" + position(42), "If-None-Match", known);
            assertEquals(304, again.statusCode(), known);
            assertEquals(0, again.body().length);
            assertEquals(etag, header(again, "ETag"));
            assertEquals("private, max-age=86400, immutable", header(again, "Cache-Control"));
        }
        HttpResponse<byte[]> other = viewer.get("/streams/front.jpg?at=" + position(43), "If-None-Match", etag);
        assertEquals(43, Recording.number(other.body()));
    }

    @Test
    void tellsTheAddressOfTheVeryFrame() throws Exception {
        HttpResponse<byte[]> shown = at("-11m");
        HttpResponse<byte[]> exact = viewer.get(
                shown.uri().resolve(header(shown, "Content-Location")).toString());
        assertArrayEquals(shown.body(), exact.body());
        assertEquals(header(shown, "ETag"), header(exact, "ETag"));
        assertTrue(header(exact, "Cache-Control").contains("immutable"));
    }

    @Test
    void answersHeadWithoutAnImage() throws Exception {
        HttpResponse<byte[]> head = viewer.head("/streams/front.jpg?at=" + time(42));
        assertEquals(200, head.statusCode());
        assertEquals("64", header(head, "Content-Length"));
        assertEquals(position(42).toString(), header(head, "X-Framelog-Position"));
        assertEquals(0, head.body().length);
    }

    private HttpResponse<byte[]> at(String at) throws Exception {
        return viewer.get("/streams/front.jpg?at=" + at);
    }

    private int number(String at) throws Exception {
        HttpResponse<byte[]> shown = at(at);
        assertEquals(200, shown.statusCode(), () -> text(shown));
        return Recording.number(shown.body());
    }

    private static void assertProblem(int status, String hint, HttpResponse<byte[]> answer) {
        assertEquals(status, answer.statusCode(), () -> text(answer));
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertTrue(text(answer).contains(hint), () -> text(answer));
    }

    private static String text(HttpResponse<byte[]> answer) {
        return new String(answer.body(), UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private Position position(int number) {
        RecordMetadata place = places.get(2 * number);
        return new Position(place.partition(), place.offset());
    }

    private Instant time(int number) {
        return begin.plusSeconds(number);
    }

    private String seconds(int number) {
        return Multipart.timestamp(micros(number));
    }

    private long micros(int number) {
        return time(number).toEpochMilli() * 1000;
    }
}
