package io.framelog.viewer.login;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoginAnswersTest {
    private static final StreamName YARD = new StreamName("yard");
    private static final String BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    private static final String PASSWORD = "correct horse";

    private final HttpClient client = HttpClient.newHttpClient();
    private final UsersFile users;
    private final TestServer server;

    LoginAnswersTest(@TempDir Path folder) {
        users = new UsersFile(folder.resolve("users"));
        String hash = CheapHash.of(PASSWORD);
        users.put(new User("anna", hash, Role.ADMIN, Optional.empty()));
        users.put(new User("ben", hash, Role.VIEW, Optional.of(Set.of(YARD))));
        server = new TestServer(users.path());
    }

    @BeforeEach
    void haveTwoStreams() {
        server.makeKnown(YARD);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/streams",
                "/streams/camera.mjpeg",
                "/streams/camera.mjpeg?from=-1m",
                "/streams/camera.jpg",
                "/streams/camera.jpg?at=-1m",
                "/streams/camera.mp4?from=-1m",
                "/streams/camera/timeline",
                "/streams/camera/events",
                "/streams/camera/events.json",
                "/events",
                "/events.json",
                "/kaf/",
                "/stream",
                "/snapshot",
                "/?action=stream",
                "/metrics"
            })
    void asksToolsForAPasswordAtEveryAddress(String path) throws Exception {
        HttpResponse<String> answer = get(path, "VLC/3.0.21 LibVLC/3.0.21", "");
        assertEquals(401, answer.statusCode());
        assertEquals("Basic realm=\"Framelog\", charset=\"UTF-8\"", header(answer, "WWW-Authenticate"));
        assertEquals("application/problem+json", header(answer, "Content-Type"));
        assertEquals(401, get(path, "curl/8", basic("anna", "wrong")).statusCode());
        assertEquals(401, get(path, "curl/8", basic("nobody", PASSWORD)).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/login", "/page/page.css", "/page/login.js", "/favicon.ico"})
    void needsNoPasswordForWhatHasNoSecrets(String path) throws Exception {
        assertEquals(200, get(path, "curl/8", "").statusCode());
    }

    @Test
    void letsToolsInByNameAndPassword() throws Exception {
        assertEquals(200, get("/streams", "curl/8", basic("anna", PASSWORD)).statusCode());
        assertEquals(
                200, get("/metrics", "Prometheus/3", basic("anna", PASSWORD)).statusCode());
    }

    @Test
    void metricsNameOnlyTheStreamsThatTheUserMaySee() throws Exception {
        String anna = basic("anna", PASSWORD);
        List<InputStream> open = List.of(watch("/streams/camera.mjpeg", anna), watch("/streams/yard.mjpeg", anna));
        Await.until("both are watched", () -> server.streams.viewers() == 2);

        String all = get("/metrics", "Prometheus/3", basic("anna", PASSWORD)).body();
        String some = get("/metrics", "Prometheus/3", basic("ben", PASSWORD)).body();

        assertTrue(all.contains("framelog_viewer_stream_age_seconds{stream=\"camera\"} "), all);
        assertTrue(some.contains("framelog_viewer_stream_age_seconds{stream=\"yard\"} "), some);
        assertFalse(some.contains("camera"), some);
        for (InputStream body : open) {
            body.close();
        }
        Await.until("nobody watches", () -> {
            server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos());
            return server.streams.viewers() == 0;
        });
        assertFalse(
                get("/metrics", "Prometheus/3", basic("anna", PASSWORD)).body().contains("stream=\""));
    }

    @ParameterizedTest
    @CsvSource({
        "/, login",
        "/streams, login?next=streams",
        "/streams/camera.mp4?from=-1m, ../login?next=streams%2Fcamera.mp4%3Ffrom%3D-1m"
    })
    void sendsPeopleToTheLoginPage(String path, String location) throws Exception {
        HttpRequest request = server.request(path)
                .header("User-Agent", BROWSER)
                .header("Accept", "text/html,application/xhtml+xml,*/*;q=0.8")
                .build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertEquals(303, answer.statusCode());
        assertEquals(location, header(answer, "Location"));
    }

    @Test
    void onlyAnAdministratorForgetsStreams() throws Exception {
        assertEquals(401, post("/streams/yard/forget", "").statusCode());
        HttpResponse<String> refused = post("/streams/yard/forget", basic("ben", PASSWORD));
        assertEquals(403, refused.statusCode());
        assertTrue(refused.body().contains("only a user with the role admin"), refused.body());
        assertEquals(
                405,
                get("/streams/yard/forget", "curl/8", basic("anna", PASSWORD)).statusCode());
        HttpResponse<String> away = post("/streams/yard/forget", basic("anna", PASSWORD));
        assertEquals(503, away.statusCode());
        assertEquals("application/problem+json", header(away, "Content-Type"));
        HttpRequest ofAnotherSite = server.request("/streams/yard/forget")
                .header("Sec-Fetch-Site", "cross-site")
                .header("Authorization", basic("anna", PASSWORD))
                .POST(BodyPublishers.noBody())
                .build();
        assertEquals(403, client.send(ofAnotherSite, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void opensNoPasswordDialogForPicturesOfAPage() throws Exception {
        HttpResponse<String> answer = get("/streams/camera.mjpeg", BROWSER, "");
        assertEquals(401, answer.statusCode());
        assertEquals("", header(answer, "WWW-Authenticate"));
    }

    @Test
    void signsInAndOutByCookie() throws Exception {
        HttpResponse<String> answer = signIn("anna", PASSWORD, "streams/camera.mp4?from=-1m");
        assertEquals(303, answer.statusCode());
        assertEquals("./streams/camera.mp4?from=-1m", header(answer, "Location"));
        String cookie = header(answer, "Set-Cookie");
        assertTrue(cookie.startsWith("framelog_session="), cookie);
        assertTrue(cookie.endsWith("; HttpOnly; SameSite=Lax"), cookie);
        String session = cookie.substring(0, cookie.indexOf(';'));

        HttpResponse<String> list = withCookie("/streams", session);
        assertEquals(200, list.statusCode());
        assertEquals("anna", JSON.std.mapFrom(list.body()).get("user"));
        assertShows(server.request("/streams/camera.mjpeg").header("Cookie", session), CAMERA);
        HttpResponse<String> out = client.send(
                server.request("/logout").POST(BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertEquals(303, out.statusCode());
        assertTrue(out.headers().allValues("Set-Cookie").get(0).startsWith("framelog_session=; Max-Age=0;"));
        assertEquals(
                401,
                withCookie("/streams", session.replace("session=", "session=A")).statusCode());
    }

    @Test
    void endsTheSessionOfARemovedUser() throws Exception {
        String session = session("anna");
        assertEquals(200, withCookie("/streams", session).statusCode());
        users.remove("anna");
        Await.until(
                "the viewer has read the file again",
                () -> withCookie("/streams", session).statusCode() == 401);
    }

    @Test
    void endsTheConnectionsOfARemovedUser() throws Exception {
        String anna = basic("anna", PASSWORD);
        String ben = basic("ben", PASSWORD);
        try (InputStream removed = watch("/streams/yard.mjpeg", ben);
                InputStream events = watch("/events", ben);
                InputStream other = watch("/streams/camera.mjpeg", anna)) {
            Await.until("both watch", () -> server.streams.viewers() == 2);
            users.remove("ben");
            removed.readAllBytes(); // returns when the connection has ended
            events.readAllBytes();
            Await.until("only the other one watches", () -> server.streams.viewers() == 1);
            byte[] picture = Images.jpeg(64, 48);
            server.arrives(CAMERA, picture);
            assertEquals(picture.length, other.readNBytes(picture.length).length);
        }
    }

    @Test
    void endsTheConnectionOfALinkThatIsOver() throws Exception {
        String link = String.valueOf(JSON.std
                .mapFrom(post("/streams/yard/share?for=2s", basic("anna", PASSWORD))
                        .body())
                .get("link"));
        String path = "/streams/yard.mjpeg?share=" + link.substring(link.indexOf('=') + 1);
        try (InputStream watching = watch(path, "")) {
            Await.until("it is watched", () -> server.streams.viewers() == 1);
            watching.readAllBytes(); // returns when the connection has ended
        }
        assertEquals(403, get(path, "curl/8", "").statusCode());
    }

    private InputStream watch(String path, String authorization) throws Exception {
        HttpRequest.Builder request = server.request(path);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//evil.test/", "https://evil.test/", "/\\evil.test", "a\r\nSet-Cookie: x=y", "javascript:x"})
    void goesOnlyToItsOwnAddressesAfterTheLogin(String next) throws Exception {
        HttpResponse<String> answer = signIn("anna", PASSWORD, next);
        assertTrue(header(answer, "Location").startsWith("./"), header(answer, "Location"));
        assertEquals(1, answer.headers().allValues("Set-Cookie").size());
    }

    @Test
    void tellsAWrongPasswordOnTheLoginPage() throws Exception {
        HttpResponse<String> answer = signIn("anna", "wrong", "\"><script>");
        assertEquals(401, answer.statusCode());
        assertTrue(answer.body().contains("The name or the password is wrong."), answer.body());
        assertFalse(answer.body().contains("<script>"), "what was sent is text");
        assertTrue(header(answer, "Content-Security-Policy").contains("script-src 'self'"));
    }

    @Test
    void makesGuessingSlow() throws Exception {
        for (int attempt = 0; attempt < 5; attempt++) {
            assertEquals(
                    401,
                    get("/streams", "curl/8", basic("anna", "guess " + attempt)).statusCode());
        }
        HttpResponse<String> answer = get("/streams", "curl/8", basic("anna", PASSWORD));
        assertEquals(429, answer.statusCode());
        assertTrue(Integer.parseInt(header(answer, "Retry-After")) >= 1);
    }

    @Test
    void hidesOtherStreamsEverywhere() throws Exception {
        String ben = basic("ben", PASSWORD);
        String listed = get("/streams", "curl/8", ben).body();
        assertTrue(listed.contains("\"yard\"") && !listed.contains("camera"), listed);
        for (String path : List.of(
                "/streams/camera.mjpeg",
                "/streams/camera.mjpeg?from=-1m",
                "/streams/camera.jpg",
                "/streams/camera.mp4?from=-1m",
                "/streams/camera/timeline",
                "/streams/camera/events",
                "/streams/camera",
                "/kaf/")) {
            HttpResponse<String> answer = get(path, "curl/8", ben);
            assertTrue(answer.statusCode() == 404 || answer.statusCode() == 503, path + ": " + answer.statusCode());
            assertFalse(answer.body().contains("did you mean"), answer.body());
            assertFalse(answer.body().contains("known streams: camera"), answer.body());
        }
    }

    @Test
    void sharesOneStreamByALink() throws Exception {
        HttpResponse<String> made = post("/streams/yard/share?for=1h", basic("anna", PASSWORD));
        assertEquals(201, made.statusCode());
        String link = String.valueOf(JSON.std.mapFrom(made.body()).get("link"));
        HttpResponse<String> opened = get("/" + link, BROWSER, "");
        assertEquals(303, opened.statusCode());
        assertEquals("./#/yard", header(opened, "Location"));
        String cookie = header(opened, "Set-Cookie");
        String session = cookie.substring(0, cookie.indexOf(';'));
        assertFalse(withCookie("/streams", session).body().contains("\"camera\""));
        assertTrue(withCookie("/streams", session).body().contains("\"yard\""));
        String token = link.substring(link.indexOf('=') + 1);
        assertShows(server.request("/streams/yard.mjpeg?share=" + token), YARD);
        assertTrue(get("/streams/camera.jpg?share=" + token, "curl/8", "").statusCode() >= 404);
        assertEquals(
                403, get("/streams/yard.jpg?share=" + token + "x", "curl/8", "").statusCode());
        assertEquals(403, post("/streams/yard/share?share=" + token, "").statusCode(), "a guest cannot share");
    }

    @Test
    void aLinkToARangeShowsNothingElse() throws Exception {
        Instant to = Instant.now().minusSeconds(60);
        String range = "from=" + to.minusSeconds(10) + "&to=" + to;
        HttpResponse<String> made = post("/streams/yard/share?" + range, basic("ben", PASSWORD));
        String link = String.valueOf(JSON.std.mapFrom(made.body()).get("link"));
        HttpResponse<String> opened = get("/" + link, BROWSER, "");
        String clip = header(opened, "Location");
        assertTrue(clip.startsWith("streams/yard.mp4?share="), clip);
        String share = "share=" + link.substring(link.indexOf('=') + 1);
        for (String path : List.of(
                "/streams",
                "/events",
                "/streams/yard/timeline",
                "/streams/yard/events",
                "/events.json?before=now",
                "/events.json?from=" + to.minusSeconds(11),
                "/streams/yard/events.json?before=" + to.plusSeconds(1),
                "/streams/yard.mjpeg?from=-5s",
                "/streams/yard.mjpeg?from=" + to.plusSeconds(1),
                "/streams/yard.jpg?at=0@12",
                "/streams/yard.jpg?at=latest",
                "/streams/yard.mp4?from=" + to.minusSeconds(11),
                "/streams/yard.mp4?to=now")) {
            String address = path + (path.contains("?") ? "&" : "?") + share;
            HttpResponse<String> answer = get(address, "curl/8", "");
            assertEquals(403, answer.statusCode(), path + ": " + answer.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"from=-1m", "from=-1m&to=-2m", "for=10y", "for=400d", "from=0@1&to=0@2"})
    void refusesWrongLinks(String query) throws Exception {
        assertEquals(
                400,
                post("/streams/yard/share?" + query, basic("anna", PASSWORD)).statusCode());
    }

    @Test
    void believesATrustedProxyThatNamesTheUser() throws Exception {
        HttpRequest request =
                server.request("/streams").header("X-Remote-User", "ben").build();
        HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
        assertEquals(200, answer.statusCode());
        assertEquals("ben", JSON.std.mapFrom(answer.body()).get("user"));
        HttpRequest stranger =
                server.request("/streams").header("X-Remote-User", "eve").build();
        assertEquals(403, client.send(stranger, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void marksCookiesAsSecureBehindAProxyWithTls() throws Exception {
        HttpResponse<String> answer = client.send(
                form("anna", PASSWORD, "").header("X-Forwarded-Proto", "https").build(), BodyHandlers.ofString());
        assertTrue(header(answer, "Set-Cookie").endsWith("; Secure"), header(answer, "Set-Cookie"));
    }

    @Test
    void refusesALoginFormOfAnotherWebsite() throws Exception {
        HttpRequest request = form("anna", PASSWORD, "")
                .header("Sec-Fetch-Site", "cross-site")
                .build();
        assertEquals(403, client.send(request, BodyHandlers.ofString()).statusCode());
    }

    @Test
    void limitsTheConnectionsOfOneAddress() throws Exception {
        String anna = basic("anna", PASSWORD);
        List<InputStream> open = new ArrayList<>();
        for (int count = 0; count < TestServer.MAX_PER_ADDRESS; count++) {
            HttpResponse<InputStream> answer = watchFrom(anna, "192.0.2.7");
            assertEquals(200, answer.statusCode());
            open.add(answer.body());
        }
        Await.until("all watch", () -> server.streams.viewers() == TestServer.MAX_PER_ADDRESS);
        HttpResponse<InputStream> refused = watchFrom(anna, "192.0.2.7");
        assertEquals(429, refused.statusCode());
        refused.body().close();
        assertEquals(1, server.metric("framelog_viewer_address_connections_refused_total"));
        watchFrom(anna, "192.0.2.8").body().close();

        open.get(0).close();
        Await.until("the place is free again", () -> {
            server.arrives(CAMERA, Images.jpeg(64, 48)); // the viewer notices at a write that a client is gone
            HttpResponse<InputStream> again = watchFrom(anna, "192.0.2.7");
            open.add(again.body());
            return again.statusCode() == 200;
        });
        for (InputStream body : open) {
            body.close();
        }
        Await.until("nothing is counted any more", () -> {
            if (server.streams.viewers() > 0) {
                server.arrives(CAMERA, Images.jpeg(64, 48));
            }
            return server.metric("framelog_viewer_address_connections") == 0;
        });
    }

    private HttpResponse<InputStream> watchFrom(String authorization, String address) throws Exception {
        HttpRequest request = server.request("/streams/camera.mjpeg")
                .header("Authorization", authorization)
                .header("X-Forwarded-For", "203.0.113.9, " + address)
                .build();
        return client.send(request, BodyHandlers.ofInputStream());
    }

    private void assertShows(HttpRequest.Builder request, StreamName stream) throws Exception {
        HttpResponse<InputStream> answer = client.send(request.build(), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        Await.until("it is watched", () -> server.streams.viewers() == 1);
        byte[] picture = Images.jpeg(64, 48);
        server.arrives(stream, picture);
        try (InputStream body = answer.body()) {
            assertEquals(picture.length, body.readNBytes(picture.length).length);
        }
    }

    private HttpResponse<String> get(String path, String agent, String authorization)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = server.request(path).header("User-Agent", agent);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String authorization) throws IOException, InterruptedException {
        HttpRequest.Builder request = server.request(path).POST(BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> withCookie(String path, String cookie) throws IOException, InterruptedException {
        return client.send(server.request(path).header("Cookie", cookie).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> signIn(String name, String password, String next)
            throws IOException, InterruptedException {
        return client.send(form(name, password, next).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder form(String name, String password, String next) {
        String body = "name=" + encode(name) + "&password=" + encode(password) + "&next=" + encode(next);
        return server.request("/login")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    private String session(String name) throws IOException, InterruptedException {
        String cookie = header(signIn(name, PASSWORD, ""), "Set-Cookie");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
