package io.framelog.publisher.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers as cameras give them, from a real socket. */
@Timeout(60)
class HttpClientTest {
    private static final String PASSWORD = "p@ss%#1";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello, and more",
                "HTTP/1.1 200 OK\nContent-Length:5\n\nhello",
                "HTTP/1.0 200\r\n\r\nhello",
                "ICY 200 OK\r\nicy-name: x\r\n\r\nhello",
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nno header\r\n: x\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3;x=y\r\nllo\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\nhe\n03\nllo\n0\n\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\nContent-Length: 1\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999\r\n\r\nhello",
                "hello"
            })
    void bodyIsReadWhateverSurroundsIt(String answer) throws IOException {
        try (WireServer server = WireServer.of(answer);
                HttpAnswer got = get(server.url("/"))) {
            assertEquals("hello", body(got));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe"
            })
    void bodyThatEndsTooSoonIsNoEnd(String answer) throws IOException {
        try (WireServer server = WireServer.of(answer);
                HttpAnswer got = get(server.url("/"))) {
            assertThrows(IOException.class, () -> body(got));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "multipart/x-mixed-replace; boundary=frame, frame",
        "multipart/x-mixed-replace; boundary=--frame, frame",
        "multipart/x-mixed-replace;boundary=\"a b\";x=y, a b",
        "Multipart/Mixed; x=y; Boundary = frame ; z, frame",
        "multipart/x-mixed-replace, ''",
        "multipart/x-mixed-replace; boundary=, ''",
    })
    void boundaryIsReadWithOrWithoutQuotesAndDashes(String type, String boundary) throws IOException {
        try (WireServer server = WireServer.of("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n");
                HttpAnswer got = get(server.url("/"))) {
            assertTrue(got.isMultipart());
            assertEquals(boundary, got.boundary().orElse(""));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "401 Unauthorized, wants a user and a password",
        "403 Forbidden, forbids access",
        "404 Not Found, has nothing at this path",
        "503 Unavailable, is not available now",
        "500 Oops, answers with status 500",
        "204 No Content, answers with status 204",
        "302 Found, answers with status 302",
    })
    void statusIsOneSentence(String status, String words) throws IOException {
        try (WireServer server = WireServer.of("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n")) {
            assertFails(server.url("/SECRET"), words);
        }
    }

    @Test
    void whatIsNoHttpServerIsOneSentence() throws IOException {
        assertFails("http://nosuchhost.invalid/SECRET", "unknown host nosuchhost.invalid");
        assertFails("http://a..b/SECRET", "unknown");
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertFails("http://127.0.0.1:" + port + "/SECRET", "nothing listens at port " + port);
        try (WireServer server = WireServer.of("")) {
            assertFails(server.url("/SECRET"), "closed it without an answer");
        }
        try (WireServer server = WireServer.of("HTTP/1.1 400 Bad Request\r\n\r\n")) {
            assertFails(server.url("/SECRET").replace("http:", "https:"), "does not speak TLS");
        }
        try (WireServer server = WireServer.of("\u0015\u0003\u0003\0\2\2\50")) {
            assertFails(server.url("/SECRET"), "https:");
        }
        try (WireServer server = WireServer.of("HTTP/1.1 200 OK\r\n" + "x: y\r\n".repeat(20_000) + "\r\n")) {
            assertFails(server.url("/SECRET"), "head");
        }
    }

    @Test
    void silentServerIsOneSentence() throws IOException {
        try (WireServer server = new WireServer((request, out) -> Thread.sleep(60_000))) {
            HttpClient client =
                    new HttpClient(address(server.url("/")), Duration.ofMillis(200), Duration.ofMillis(200));
            HttpException fault = assertThrows(HttpException.class, () -> client.get(Map.of()));
            assertTrue(fault.getMessage().contains("does not answer"), fault.getMessage());
        }
        try (WireServer server = new WireServer((request, out) -> {
                    out.write("HTTP/1.1 200 OK\r\n\r\nx".getBytes(ISO_8859_1));
                    Thread.sleep(60_000);
                });
                HttpAnswer answer = get(server.url("/"))) {
            answer.allow(Duration.ofMillis(200));
            assertEquals(1, answer.read(new byte[9], 0, 9));
            assertThrows(SocketTimeoutException.class, () -> answer.read(new byte[9], 0, 9));
        }
    }

    @Test
    void interruptEndsWaiting() throws Exception {
        try (WireServer server = new WireServer((request, out) -> Thread.sleep(60_000))) {
            HttpClient client =
                    new HttpClient(address(server.url("/")), Duration.ofSeconds(60), Duration.ofSeconds(60));
            Thread waiting = new Thread(() -> assertThrows(HttpException.class, () -> client.get(Map.of())));
            waiting.start();
            while (server.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            waiting.join(10_000);
            assertFalse(waiting.isAlive());
        }
    }

    @Test
    void redirectsAreFollowedButNotForEver() throws IOException {
        try (WireServer server = new WireServer((request, out) -> {
            String path = path(request);
            String answer = path.equals("/open")
                    ? "HTTP/1.1 200 OK\r\n\r\nhello"
                    : "HTTP/1.1 302 Found\r\nLocation: " + (path.equals("/hop") ? "open" : path) + "\r\n\r\n";
            out.write(answer.getBytes(ISO_8859_1));
        })) {
            try (HttpAnswer answer = get(server.url("/hop"))) {
                assertEquals("hello", body(answer));
            }
            assertFails(server.url("/SECRET"), "redirects again and again");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u:p@ss%#1", "u:p%40ss%25%231"})
    void basicLoginTakesAnyPassword(String login) throws IOException {
        String wanted = "Basic " + Base64.getEncoder().encodeToString(("u:" + PASSWORD).getBytes(UTF_8));
        try (WireServer server = new WireServer((request, out) ->
                answer(out, header(request, "Authorization").equals(wanted), "Basic realm=\"cam\""))) {
            assertLogsIn(server, login);
            assertFails(server.url("/x").replace("//", "//u:SECRET@"), "refuses the user or the password");
        }
    }

    @Test
    void passwordThatLooksEncodedIsTriedBothWays() throws IOException {
        String wanted = "Basic " + Base64.getEncoder().encodeToString("u:100%41".getBytes(UTF_8));
        try (WireServer server = new WireServer((request, out) ->
                answer(out, header(request, "Authorization").equals(wanted), "Basic realm=\"cam\""))) {
            assertLogsIn(server, "u:100%41");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Digest realm=\"cam\", nonce=\"N\", qop=\"auth\"",
                "Digest realm=\"a \\\"b\\\", c\", nonce=\"N\", qop=\"auth-int, auth\", algorithm=MD5, opaque=\"o\"",
                "Digest realm=\"cam\", nonce=\"N\"",
                "digest realm=cam,nonce=N,algorithm=MD5-sess,qop=auth",
                "Digest realm=\"cam\", nonce=\"N\", algorithm=SHA-256, qop=\"auth\"",
                "Basic realm=\"cam\", Digest realm=\"cam\", nonce=\"N\", qop=\"auth\"",
                "Digest realm=\"cam\", nonce=\"N\", qop=\"auth\", Basic realm=\"cam\"",
                "Digest realm=\"x\", nonce=\"N\", algorithm=SHA-512-256\r\nWWW-Authenticate: Digest realm=\"cam\", "
                        + "nonce=\"N\"",
            })
    void digestLoginIsThatOfTheRfc(String challenge) throws IOException {
        try (WireServer server =
                new WireServer((request, out) -> answer(out, isDigest(request, challenge, "N"), challenge))) {
            assertLogsIn(server, "u:p@ss%#1");
            assertFails(server.url("/x").replace("//", "//u:SECRET@"), "refuses the user or the password");
        }
    }

    /** The next request uses what the last one has learned, until the server wants a newer nonce. */
    @Test
    void loginIsRememberedAndRenewed() throws IOException {
        String[] nonce = {"N1"};
        try (WireServer server = new WireServer((request, out) -> {
            String challenge = "Digest realm=\"cam\", nonce=\"" + nonce[0] + "\", qop=\"auth\"";
            answer(out, isDigest(request, challenge, nonce[0]), challenge);
        })) {
            HttpClient client = new HttpClient(
                    address(server.url("/x").replace("//", "//u:p@ss%#1@")),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10));
            client.get(Map.of()).close();
            assertEquals(2, server.requests().size());
            client.get(Map.of()).close();
            assertEquals(3, server.requests().size());
            nonce[0] = "N2";
            client.get(Map.of()).close();
            assertEquals(5, server.requests().size());
        }
    }

    private static void assertLogsIn(WireServer server, String login) throws IOException {
        try (HttpAnswer answer = get(server.url("/x?y=z").replace("//", "//" + login + "@"))) {
            assertEquals("hello", body(answer));
        }
    }

    private static void answer(OutputStream out, boolean allowed, String challenge) throws IOException {
        String answer = allowed
                ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
                : "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + challenge + "\r\nContent-Length: 0\r\n\r\n";
        out.write(answer.getBytes(ISO_8859_1));
    }

    /** Computes the response as a server does, RFC 7616, 3.4. */
    private static boolean isDigest(String request, String challenge, String nonce) {
        String authorization = header(request, "Authorization");
        Map<String, String> sent = parameters(authorization);
        if (!authorization.startsWith("Digest ")
                || !sent.getOrDefault("nonce", "").equals(nonce)) {
            return false;
        }
        String realm = challenge.contains("\\\"b") ? "a \"b\", c" : "cam";
        String algorithm = sent.getOrDefault("algorithm", "MD5");
        String hash = algorithm.toUpperCase(Locale.ROOT).replace("-SESS", "");
        String who = hash(hash, "u:" + realm + ":" + PASSWORD);
        if (algorithm.endsWith("-sess")) {
            who = hash(hash, who + ":" + nonce + ":" + sent.get("cnonce"));
        }
        String counted = sent.containsKey("qop") ? sent.get("nc") + ":" + sent.get("cnonce") + ":auth:" : "";
        String what = hash(hash, "GET:" + path(request));
        return path(request).equals(sent.get("uri"))
                && challenge.contains("qop") == sent.containsKey("qop")
                && hash(hash, who + ":" + nonce + ":" + counted + what).equals(sent.get("response"));
    }

    private static Map<String, String> parameters(String authorization) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher =
                Pattern.compile("(\\w+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,]*))").matcher(authorization);
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2) == null ? matcher.group(3) : matcher.group(2));
        }
        return parameters;
    }

    private static String hash(String algorithm, String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static String path(String request) {
        return request.split(" ", 3)[1];
    }

    private static String header(String request, String name) {
        return request.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    private static void assertFails(String url, String words) {
        HttpException fault = assertThrows(HttpException.class, () -> get(url).close());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
        assertFalse(fault.getMessage().contains("SECRET"), fault.getMessage());
    }

    private static HttpAnswer get(String url) throws HttpException {
        return new HttpClient(address(url), Duration.ofSeconds(10), Duration.ofSeconds(10)).get(Map.of());
    }

    private static CameraAddress address(String url) {
        return CameraAddress.parse(url).orElseThrow();
    }

    private static String body(HttpAnswer answer) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] some = new byte[3];
        for (int read; (read = answer.read(some, 0, some.length)) > 0; ) {
            body.write(some, 0, read);
        }
        return body.toString(ISO_8859_1);
    }
}
