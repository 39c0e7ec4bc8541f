package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.TestServer;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may see what over HTTP/2. */
@Timeout(60)
class Http2AccessTest extends Http2Server {

    Http2AccessTest(@TempDir Path folder) throws Exception {
        super(folder);
    }

    @Test
    void knowsItsUsers(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.VIEW, Optional.empty()));
        HttpClient client = HttpClient.newBuilder()
                .sslContext(trusting())
                .cookieHandler(new CookieManager())
                .build();
        try (TestServer guarded = new TestServer(tls(), users.path())) {
            HttpRequest stranger = guarded.request("/streams").build();
            assertEquals(401, client.send(stranger, BodyHandlers.discarding()).statusCode());
            String basic = Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
            HttpRequest known = guarded.request("/streams")
                    .header("Authorization", "Basic " + basic)
                    .build();
            assertEquals(200, client.send(known, BodyHandlers.discarding()).statusCode());

            HttpRequest login = guarded.request("/login")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("name=anna&password=correct+horse"))
                    .build();
            HttpResponse<Void> let = client.send(login, BodyHandlers.discarding());
            assertEquals(303, let.statusCode());
            assertEquals(Version.HTTP_2, let.version());
            assertEquals(200, client.send(stranger, BodyHandlers.discarding()).statusCode());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "evil.example:443", "localhost.evil.example"})
    void refusesNamesThatWereMadeToStandForThisMachine(String host) throws Exception {
        try (Http2Client client = open()) {
            assertEquals(403, client.complete(client.getFrom(host, "/streams")).status());
            assertEquals(
                    200,
                    client.complete(client.getFrom("localhost:8443", "/streams"))
                            .status());
        }
    }

    @Test
    void refusesScriptsOfOtherWebsites() throws Exception {
        try (Http2Client client = open()) {
            int foreign = client.get("/streams", "origin", "https://evil.example");
            assertEquals(403, client.complete(foreign).status());
            int own = client.get("/streams", "origin", "https://localhost");
            assertEquals(200, client.complete(own).status());
        }
    }

    @Test
    void endsTheStreamsOfAUserWhoWasRemovedAndCountsThoseOfAnAddress(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.VIEW, Optional.empty()));
        String basic = "Basic " + Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
        try (TestServer guarded = new TestServer(tls(), users.path());
                Http2Client client = new Http2Client(trusting(), guarded.port(), 0)) {
            List<Integer> streams = new ArrayList<>();
            for (int count = 0; count < TestServer.MAX_PER_ADDRESS; count++) {
                int stream = client.get(LIVE, "authorization", basic);
                client.await("its head", () -> client.answer(stream).status() == 200);
                streams.add(stream);
            }
            assertEquals(
                    429,
                    client.complete(client.get(LIVE, "authorization", basic)).status());
            client.cancel(streams.get(0));
            Await.until(
                    "room for another",
                    () -> guarded.metric("framelog_viewer_address_connections") == TestServer.MAX_PER_ADDRESS - 1);
            int last = client.get("/events", "authorization", basic);
            client.await("its head", () -> client.answer(last).status() == 200);

            users.remove("anna");

            client.complete(streams.get(1));
            client.complete(last);
            assertEquals(
                    401,
                    client.complete(client.get("/streams", "authorization", basic))
                            .status());
        }
    }

    @Test
    void showsAGuestOnlyTheStreamOfItsLink(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.VIEW, Optional.empty()));
        String basic = "Basic " + Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
        try (TestServer guarded = new TestServer(tls(), users.path());
                Http2Client client = new Http2Client(trusting(), guarded.port(), 0)) {
            guarded.makeKnown(new StreamName("yard"));
            HttpRequest share = guarded.request("/streams/camera/share?for=1h")
                    .header("Authorization", basic)
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            HttpResponse<String> made =
                    HttpClient.newBuilder().sslContext(trusting()).build().send(share, BodyHandlers.ofString());
            assertEquals(Version.HTTP_2, made.version());
            String token = made.body().replaceAll("(?s).*link=([^&\"]*).*", "$1");
            byte[] image = noise(1_000);

            int shown = client.get(LIVE + "?share=" + token);
            int other = client.get("/streams/yard.mjpeg?share=" + token);
            Await.until("it is shown", () -> guarded.streams.viewers() == 1);
            guarded.arrives(TestServer.CAMERA, image);

            client.await("the frame", () -> client.answer(shown).endsWith(image));
            assertEquals(503, client.complete(other).status(), "as a stream that is not known yet");
            int forged = client.get(LIVE + "?share=" + token + "x");
            assertEquals(403, client.complete(forged).status());
        }
    }
}
