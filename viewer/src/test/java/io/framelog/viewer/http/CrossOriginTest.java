package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static io.framelog.viewer.testing.TestServer.FRIEND;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.UsageFailure;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CrossOriginTest {
    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/streams",
                "/streams/camera.mjpeg",
                "/events",
                "/streams/nobody.jpg",
                "/nothing",
                "/streams/camera.mp4?from=-1h",
                "/metrics"
            })
    void scriptsOfAnAllowedWebsiteMayReadEveryAnswer(String path) {
        String head = head("HEAD " + path, "Origin: " + FRIEND);

        assertTrue(head.contains("access-control-allow-origin: " + FRIEND), head);
        assertTrue(head.contains("access-control-allow-credentials: true"), head);
        assertTrue(head.contains("x-timestamp"), head);
        assertTrue(head.contains("x-framelog-position"), head);
        assertTrue(head.contains("vary: origin"), head);
    }

    @Test
    void othersMayNot() {
        for (String origin : List.of("https://www.example.org.evil.test", "http://www.example.org", "null")) {
            String head = head("GET /streams", "Origin: " + origin);
            assertTrue(head.startsWith("http/1.1 403"), head);
            assertTrue(!head.contains("access-control"), head);
            assertTrue(head.contains("vary: origin"), "a cache must not give it to the website that may: " + head);
        }
    }

    @Test
    void answersABrowsersQuestionBeforeARequest() {
        String asked = "Origin: " + FRIEND + "\r\nAccess-Control-Request-Method: GET\r\n"
                + "Access-Control-Request-Headers: last-event-id,range";
        String head = head("OPTIONS /streams/" + CAMERA + ".mp4", asked);

        assertTrue(head.startsWith("http/1.1 204"), head);
        assertTrue(head.contains("access-control-allow-origin: " + FRIEND), head);
        assertTrue(head.contains("access-control-allow-methods: get, head"), head);
        assertTrue(head.contains("access-control-allow-headers: last-event-id,range"), head);
        String refused = head("OPTIONS /streams", asked.replace(FRIEND, "https://evil.test"));
        assertTrue(refused.startsWith("http/1.1 403"), refused);
    }

    @Test
    void acceptsOriginsAndNothingElse() {
        CrossOrigin.of(
                List.of("*", "https://a.test", "HTTP://A.test:80", "capacitor://localhost", "http://[::1]:3000"));
        for (String wrong : List.of("a.test", "https://a.test/", "https://a.test/path", "null", "", "https://a.*")) {
            UsageFailure refused = assertThrows(UsageFailure.class, () -> CrossOrigin.of(List.of(wrong)));
            assertTrue(String.valueOf(refused.getMessage()).contains("not '" + wrong + "'"));
        }
        for (String wrong : List.of("https://a.test; script-src *", "https://a.test/", "'self'", "a b")) {
            assertThrows(UsageFailure.class, () -> FrameAncestors.of(List.of(wrong)));
        }
        assertEquals(
                "* https://*.a.test:* 'self'",
                FrameAncestors.of(List.of("*", "https://*.A.test:*", "self")).sources());
    }

    /** The answer's head in lower case. A script cannot set these headers in Java's own client. */
    private String head(String request, String headers) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String text = request + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + headers + "\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            InputStream in = socket.getInputStream();
            StringBuilder head = new StringBuilder();
            for (int next = in.read(); next >= 0 && head.indexOf("\r\n\r\n") < 0; next = in.read()) {
                head.append((char) next);
            }
            return head.toString().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
