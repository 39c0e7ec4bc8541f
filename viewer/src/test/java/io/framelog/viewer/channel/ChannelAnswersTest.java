package io.framelog.viewer.channel;

import static io.framelog.viewer.testing.ChannelClient.at;
import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.ChannelClient.Shot;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The channel over real connections, with frames and a clock that the test makes. */
@Timeout(60)
class ChannelAnswersTest {
    private static final StreamName YARD = new StreamName("yard");

    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void showsTheFramesOfSeveralStreams() throws Exception {
        server.makeKnown(YARD);
        try (ChannelClient window = open()) {
            assertEquals("framelog.v1", window.protocol());
            window.say("{'watch':[{'id':1,'stream':'camera'},{'id':700,'stream':'yard'}]}");
            awaitViewers(2);
            byte[] jpeg = Images.jpegOfLength(100_000, 3);
            byte[] png = Images.png(64, 48);
            server.arrives(CAMERA, jpeg);
            server.arrives(YARD, png);
            Shot first = window.shot();
            Shot second = window.shot();
            assertEquals(List.of(1, 700), List.of(first.id(), second.id()));
            assertEquals(List.of(0, 1), List.of(first.format(), second.format()));
            assertArrayEquals(jpeg, first.image());
            assertArrayEquals(png, second.image());
            assertEquals(1_000_000, first.capturedMicros());
            assertEquals(0, first.position().offset());
            assertIsNow(first.sentMicros() / 1000);
        }
    }

    @Test
    void goesOnWithWhatIsStillWanted() throws Exception {
        server.makeKnown(YARD);
        try (ChannelClient window = open()) {
            window.say("{'watch':[{'id':1,'stream':'camera'},{'id':2,'stream':'yard'}]}");
            awaitViewers(2);
            server.arrives(CAMERA, Images.jpegOfLength(5_000, 1));
            assertEquals(1, window.shot().id());
            window.say("{'watch':[{'id':1,'stream':'camera'},{'id':3,'stream':'camera'}]}");
            Shot again = window.shot();
            assertEquals(3, again.id(), "only the new one gets the newest frame");
            Await.until("nobody watches the yard", () -> server.streams.viewers(YARD) == 0);
            assertEquals(2, server.streams.viewers(CAMERA));
            window.say("{'watch':[]}");
            awaitViewers(0);
            assertEquals(0, window.waiting());
            assertEquals(0, server.metric("framelog_viewer_channel_pictures"));
            assertEquals(2, server.metric("framelog_viewer_channel_sent_frames_total"));
        }
    }

    @Test
    void sendsSomeFramesAheadOfTheReportsAndThenTheNewest() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'watch':[{'id':1,'stream':'camera'}]}");
            awaitViewers(1);
            for (int number = 0; number < Unreported.LEAST; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(5_000, number));
                assertEquals(number, number(window.shot()));
            }
            server.nanos.addAndGet(Unreported.AGE.toNanos());
            for (int number = Unreported.LEAST; number < 10; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(5_000, number));
            }
            Await.until(
                    "the others were skipped",
                    () -> server.metric("framelog_viewer_channel_skipped_unreported_total") >= 1
                            && server.pool.partsInUse() == 1);
            window.say("{'shown':[[1,1],[9,5]]}");
            assertEquals(9, number(window.shot()), "the newest, not the next");
            assertEquals(0, window.waiting());
            window.say("{'shown':[[1,700]]}");
            server.arrives(CAMERA, Images.jpegOfLength(5_000, 10));
            assertEquals(10, number(window.shot()));
        }
    }

    @Test
    void sendsTheFramesOfHalfASecondAheadOfTheReports() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'watch':[{'id':1,'stream':'camera'}]}");
            awaitViewers(1);
            for (int number = 0; number < Unreported.MOST; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(5_000, number));
                assertEquals(number, number(window.shot()));
            }
            server.arrives(CAMERA, Images.jpegOfLength(5_000, Unreported.MOST));
            Await.until(
                    "one more was skipped",
                    () -> server.metric("framelog_viewer_channel_skipped_unreported_total") == 1);
            assertEquals(0, window.waiting());
        }
    }

    @Test
    void keepsTheRateThatAPictureAsksFor() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'watch':[{'id':1,'stream':'camera','fps':5},{'id':2,'stream':'camera'}]}");
            awaitViewers(2);
            for (int number = 0; number < 5; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(5_000, number));
                Shot shot = window.shot();
                if (number == 0) {
                    assertEquals(3, shot.id() + window.shot().id());
                } else {
                    assertEquals(2, shot.id());
                }
                server.nanos.addAndGet(Duration.ofMillis(30).toNanos());
            }
            server.nanos.addAndGet(Duration.ofMillis(100).toNanos());
            server.arrives(CAMERA, Images.jpegOfLength(5_000, 5));
            assertEquals(3, window.shot().id() + window.shot().id());
        }
    }

    @Test
    void tellsTheListAndTheTime() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'list':true}");
            Map<String, Object> told = window.next("list");
            Map<String, Object> asked = JSON.std.mapFrom(get("/streams").body());
            assertEquals(asked.keySet(), ((Map<?, ?>) at(told, "list")).keySet());
            assertEquals("camera", name(told));
            assertIsNow(at(told, "now"));
            server.makeKnown(YARD);
            server.nanos.addAndGet(ListBoard.LOOK.toNanos());
            Map<String, Object> changed = window.next("list");
            assertEquals(2, ((List<?>) at(changed, "list", "streams")).size());
            server.nanos.addAndGet(ListMaker.INTERVAL.toNanos());
            assertEquals("camera", name(window.next("list")));
        }
    }

    @Test
    void tellsTheTimeInSilence() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'watch':[]}");
            for (int i = 0; i < 3; i++) {
                Await.until("it is connected", () -> server.metric("framelog_viewer_channel_windows") == 1);
                server.nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                assertIsNow(at(window.next("now"), "now"));
            }
        }
    }

    @Test
    void saysWhatItDoesNotUnderstandAndGoesOn() throws Exception {
        try (ChannelClient window = open()) {
            window.say("hello");
            assertEquals(400, at(window.next("problem"), "problem", "status"));
            window.say("{'watch':[{'id':4,'stream':'nowhere'},{'id':5,'stream':'camera'}]}");
            Map<String, Object> unknown = window.next("problem");
            assertEquals(4, unknown.get("id"));
            assertEquals("asking Kafka at nowhere:9092", at(unknown, "problem", "detail"));
            window.say("{'watch':[{'id':4,'stream':'nowhere'},{'id':5,'stream':'camera'},{'id':6,'stream':'none'}]}");
            assertEquals(6, window.next("problem").get("id"), "the other one is over");
            awaitViewers(1);
            window.sayInTwo("{\"list\":true}");
            assertEquals("camera", name(window.next("list")));
            assertArrayEquals(new byte[] {1, 2, 3}, window.ping(new byte[] {1, 2, 3}));
        }
    }

    @Test
    void limitsThePicturesThatAreShown() throws Exception {
        StringBuilder all = new StringBuilder("{'watch':[");
        for (int id = 1; id <= TestServer.MAX_VIEWERS; id++) {
            all.append(id == 1 ? "" : ",").append("{'id':").append(id).append(",'stream':'camera'}");
        }
        try (ChannelClient first = open();
                ChannelClient second = open()) {
            first.say(all + "]}");
            awaitViewers(TestServer.MAX_VIEWERS);
            second.say("{'watch':[{'id':1,'stream':'camera'}]}");
            Map<String, Object> refused = second.next("problem");
            assertEquals(1, refused.get("id"));
            assertEquals(503, at(refused, "problem", "status"));
            assertEquals(1000, first.leave().code());
            awaitViewers(0);
            second.say("{'watch':[{'id':2,'stream':'camera'}]}");
            awaitViewers(1);
        }
    }

    @Test
    void closesWhatIsNotTheChannelsLanguage() throws Exception {
        try (ChannelClient window = open()) {
            window.sayBinary(new byte[] {1});
            assertEquals(new ChannelClient.Ending(1008, "only text messages are understood"), window.ending());
        }
        try (ChannelClient window = open()) {
            window.say("x".repeat(WindowInput.MAX_MESSAGE + 1));
            assertEquals(1009, window.ending().code());
        }
        try (ChannelClient window = open()) {
            for (int i = 0; i < 201; i++) {
                window.say("{'shown':[]}");
            }
            assertEquals(new ChannelClient.Ending(1008, "more than 20 messages per second"), window.ending());
        }
        Await.until(
                "all three are counted",
                () -> server.metric("framelog_viewer_channel_closed_total{reason=\"violation\"}") == 3);
    }

    @Test
    void agreesWhenTheWindowLeaves() throws Exception {
        try (ChannelClient window = open()) {
            window.say("{'watch':[{'id':1,'stream':'camera'}]}");
            awaitViewers(1);
            assertEquals(1000, window.leave().code());
            awaitViewers(0);
        }
    }

    @Test
    void endsAWindowThatTakesNothingAndHarmsNoOther() throws Exception {
        try (ChannelClient stalled = ChannelClient.openWithoutReading(address());
                ChannelClient window = open()) {
            stalled.say("{'watch':[{'id':1,'stream':'camera'}]}");
            window.say("{'watch':[{'id':1,'stream':'camera'}]}");
            awaitViewers(2);
            for (int number = 0; number < 30; number++) {
                server.arrives(CAMERA, Images.jpegOfLength(900_000, number));
                assertEquals(number, number(window.shot()));
                window.say("{'shown':[[1," + (number + 1) + "]]}");
                stalled.say("{'shown':[[1," + (number + 1) + "]]}");
                server.nanos.addAndGet(Duration.ofMillis(50).toNanos());
            }
            Await.until("the other one has ended", () -> {
                server.nanos.addAndGet(Duration.ofMillis(500).toNanos());
                return server.metric("framelog_viewer_channel_closed_total{reason=\"stalled\"}") == 1;
            });
            assertEquals(1, server.streams.viewers());
            assertTrue(server.metric("framelog_viewer_channel_skipped_busy_total") >= 1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, https://evil.test, 403",
        "Origin, https://www.example.org, 101",
        "Origin, http://127.0.0.1:PORT, 101",
    })
    void letsNoOtherWebsiteIn(String header, String value, int status) {
        String origin = value.replace("PORT", Integer.toString(server.port()));
        if (status == 101) {
            ChannelClient.open(address(), header, origin).close();
            return;
        }
        assertEquals(status, refusal(() -> ChannelClient.open(address(), header, origin)));
        Await.until("nobody came in", () -> server.metric("framelog_viewer_channel_windows") == 0);
    }

    @Test
    void saysToOthersWhatTheAddressIs() throws Exception {
        HttpResponse<String> answer = get("/ws");
        assertEquals(426, answer.statusCode());
        assertEquals("websocket", answer.headers().firstValue("Upgrade").orElse(""));
        assertTrue(answer.body().contains("this address is a WebSocket"), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
    }

    static int refusal(org.junit.jupiter.api.function.Executable opening) {
        Throwable cause = assertThrows(CompletionException.class, opening).getCause();
        return assertInstanceOf(WebSocketHandshakeException.class, cause)
                .getResponse()
                .statusCode();
    }

    private static int number(Shot shot) {
        return shot.image()[shot.image().length - 1];
    }

    private static void assertIsNow(Object millis) {
        long off = Math.abs(System.currentTimeMillis() - ((Number) millis).longValue());
        assertTrue(off < 30_000, () -> millis + " is " + off + " ms off");
    }

    private static Object name(Map<String, Object> told) {
        List<?> streams = (List<?>) at(told, "list", "streams");
        return ((Map<?, ?>) streams.get(0)).entrySet().iterator().next().getValue();
    }

    private void awaitViewers(int count) {
        Await.until(
                () -> server.streams.viewers() + " pictures, not " + count, () -> server.streams.viewers() == count);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient().send(server.request(path).build(), BodyHandlers.ofString());
    }

    private URI address() {
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws");
    }

    private ChannelClient open() {
        return ChannelClient.open(address());
    }
}
