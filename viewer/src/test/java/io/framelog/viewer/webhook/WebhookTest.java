package io.framelog.viewer.webhook;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.cli.UsageFailure;
import io.framelog.viewer.notify.Delivery;
import io.framelog.viewer.notify.Links;
import io.framelog.viewer.notify.Notice;
import io.framelog.viewer.notify.Notices;
import io.framelog.viewer.testing.WebhookServer;
import io.framelog.viewer.testing.WebhookServer.Answer;
import io.framelog.viewer.testing.WebhookServer.Request;
import io.framelog.viewer.tls.Trust;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookTest {
    private static final Instant TIME = Instant.parse("2026-11-28T11:20:30Z");
    private static final Notice BEGAN = Notices.read("front", Notices.motionBegan("motion-3-1", TIME));
    private static final Notice ENDED =
            Notices.read("Tür", Notices.motionEnded("motion-3-1", TIME, TIME.plusSeconds(3)));

    @Test
    void sendsTheEventItselfWithALink() throws IOException {
        try (WebhookServer server = new WebhookServer()) {
            assertInstanceOf(Delivery.Done.class, deliver(server, WebhookFormat.CLOUDEVENTS, BEGAN));
            Request request = server.requests().get(0);
            assertEquals("POST", request.method());
            assertEquals("/hook?key=1", request.path());
            assertEquals("application/cloudevents+json; charset=UTF-8", request.header("Content-Type"));
            assertEquals("motion-3-1-began", request.header("Idempotency-Key"));
            assertEquals("Basic dTpww7w=", request.header("Authorization"));
            assertEquals("2", request.header("X-More"));
            Map<String, Object> event = JSON.std.mapFrom(request.body());
            assertEquals("motion-3-1-began", event.get("id"));
            assertTrue(String.valueOf(event.get("data")).contains("link=http://cam/#/front/3@12310"), event::toString);
        }
    }

    @Test
    void attachesThePictureForNtfy() throws IOException {
        try (WebhookServer server = new WebhookServer()) {
            deliver(server, WebhookFormat.NTFY, ENDED);
            Request request = server.requests().get(0);
            assertEquals("PUT", request.method());
            assertEquals("picture.jpg", request.header("Filename"));
            assertEquals(new String(Notices.picture(), UTF_8), request.body());
            assertEquals("=?UTF-8?B?VMO8cjogbW90aW9u?=", request.header("Title"), "a name that is not ASCII");
            assertTrue(request.header("Message").startsWith("Something moved for 3 s"), request.header("Message"));
            assertEquals("motion-3-1", request.header("X-Sequence-ID"), "it replaces the message of the beginning");
            assertEquals("2", request.header("Priority"));
        }
    }

    @Test
    void tellsWithoutThePictureWhoDoesNotTakeIt() throws IOException {
        try (WebhookServer server = new WebhookServer(
                0, request -> request.header("Filename").isEmpty() ? WebhookServer.OK : Answer.of(400))) {
            assertInstanceOf(Delivery.Done.class, deliver(server, WebhookFormat.NTFY, ENDED));
            assertEquals(2, server.requests().size());
            assertTrue(server.taken().get(0).body().startsWith("Something moved for 3 s"), "as text");
        }
    }

    @Test
    void cannotBeMadeToCallEverybodyInSlack() throws IOException {
        try (WebhookServer server = new WebhookServer()) {
            Notice notice = Notices.read(
                    "front", Notices.json("1", "stream.lost", TIME, "{\"reason\":\"<!channel> & \\\"x\"}"));
            deliver(server, WebhookFormat.SLACK, notice);
            String text = String.valueOf(
                    JSON.std.mapFrom(server.requests().get(0).body()).get("text"));
            assertTrue(text.startsWith("*front: lost*\nThe source is lost: &lt;!channel&gt; &amp; \"x, at "), text);
            assertTrue(text.endsWith("\n<http://cam/#/front|Watch>"), text);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 401, 403, 404, 408, 429, 500, 502, 503})
    void triesAgainWhatSomebodyMayMend(int status) throws IOException {
        try (WebhookServer server = new WebhookServer(0, request -> new Answer(status, "not now\n", "17"))) {
            Delivery.Later later =
                    assertInstanceOf(Delivery.Later.class, deliver(server, WebhookFormat.CLOUDEVENTS, BEGAN));
            assertTrue(later.reason().startsWith("HTTP status " + status + " (not now)"), later.reason());
            assertEquals(Optional.of(Duration.ofSeconds(17)), later.pause());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 410, 413, 415, 422})
    void skipsWhatTheReceiverNeverTakes(int status) throws IOException {
        try (WebhookServer server = new WebhookServer(0, request -> Answer.of(status))) {
            assertInstanceOf(Delivery.Refused.class, deliver(server, WebhookFormat.CLOUDEVENTS, BEGAN));
        }
    }

    @Test
    void givesUpWaitingForAnAnswer() throws IOException {
        try (WebhookServer server = new WebhookServer(0, request -> WebhookServer.HANG)) {
            Delivery.Later later = assertInstanceOf(
                    Delivery.Later.class,
                    hook(server.url("/"), WebhookFormat.CLOUDEVENTS, Duration.ofMillis(300))
                            .deliver(BEGAN));
            assertTrue(later.reason().startsWith("no answer for "), later.reason());
        }
    }

    @Test
    void givesUpWaitingForTheEndOfAnAnswer() throws Exception {
        try (ServerSocket dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread server = new Thread(() -> drip(dripping));
            server.start();
            Delivery.Later later = assertInstanceOf(
                    Delivery.Later.class,
                    hook(
                                    "http://127.0.0.1:" + dripping.getLocalPort() + "/",
                                    WebhookFormat.CLOUDEVENTS,
                                    Duration.ofMillis(500))
                            .deliver(BEGAN));
            assertTrue(later.reason().startsWith("no answer for "), later.reason());
            server.join();
        }
    }

    private static void drip(ServerSocket listening) {
        try (var client = listening.accept()) {
            client.getOutputStream().write("HTTP/1.1 500 No\r\nContent-Length: 100\r\n\r\nx".getBytes(ISO_8859_1));
            int unused = client.getInputStream().readAllBytes().length; // until the client has gone
        } catch (IOException e) {
            // The client has gone.
        }
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Delivery.Later later = assertInstanceOf(
                Delivery.Later.class,
                hook("http://127.0.0.1:" + port + "/", WebhookFormat.SLACK, Duration.ofSeconds(9))
                        .deliver(BEGAN));
        assertEquals("the connection is refused", later.reason());
    }

    @Test
    void putsAnyIdIntoAHeader() throws IOException {
        try (WebhookServer server = new WebhookServer()) {
            Notice notice = Notices.read("front", Notices.json("a\\r\\nHost: evil ü", "motion", TIME, "{}"));
            assertInstanceOf(Delivery.Done.class, deliver(server, WebhookFormat.NTFY, notice));
            assertEquals(
                    "a%0D%0AHost:%20evil%20%C3%BC", server.requests().get(0).header("Idempotency-Key"));
        }
    }

    @Test
    void keepsSecretsOutOfNamesAndMessages() {
        WebhookAddress address =
                WebhookAddress.parse("https://user:secret@hooks.slack.com/services/secret?auth=secret");
        assertEquals("https://hooks.slack.com", address.shown());
        assertTrue(address.name().matches("hooks\\.slack\\.com-[0-9a-f]{8}"), address.name());
        UsageFailure failure =
                Assertions.assertThrows(UsageFailure.class, () -> WebhookAddress.parse("https://a b/secret"));
        assertTrue(!String.valueOf(failure.getMessage()).contains("secret"), failure::getMessage);
    }

    @Test
    void understandsBothFormsOfRetryAfter() {
        assertEquals(Optional.of(Duration.ofMinutes(2)), RetryAfter.parse(" 120", TIME));
        assertEquals(Optional.of(Duration.ofSeconds(30)), RetryAfter.parse("Sat, 28 Nov 2026 11:21:00 GMT", TIME));
        assertEquals(Optional.empty(), RetryAfter.parse("Sat, 28 Nov 2026 11:20:00 GMT", TIME));
        assertEquals(Optional.empty(), RetryAfter.parse("soon", TIME));
    }

    private static Delivery deliver(WebhookServer server, WebhookFormat format, Notice notice) {
        return hook(server.url("/hook?key=1").replace("//", "//u:p%C3%BC@"), format, Duration.ofSeconds(20))
                .deliver(notice);
    }

    private static Webhook hook(String url, WebhookFormat format, Duration limit) {
        return new Webhook(
                WebhookAddress.parse(url),
                format,
                Map.of("X-More", "2"),
                new Links(Optional.of("http://cam")),
                Trust.ofJava(),
                limit);
    }
}
