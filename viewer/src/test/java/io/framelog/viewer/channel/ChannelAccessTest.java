package io.framelog.viewer.channel;

import static io.framelog.viewer.testing.ChannelClient.at;
import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.TestServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the channel shows to whom. */
@Timeout(60)
class ChannelAccessTest {
    private static final StreamName YARD = new StreamName("yard");
    private static final String PASSWORD = "correct horse";

    private final UsersFile users;
    private final TestServer server;

    ChannelAccessTest(@TempDir Path folder) {
        users = new UsersFile(folder.resolve("users"));
        String hash = CheapHash.of(PASSWORD);
        users.put(new User("anna", hash, Role.ADMIN, Optional.empty()));
        users.put(new User("ben", hash, Role.VIEW, Optional.of(Set.of(YARD))));
        server = new TestServer(users.path());
        server.makeKnown(YARD);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void needsAName() {
        assertEquals(401, ChannelAnswersTest.refusal(() -> ChannelClient.open(address(""))));
        assertEquals(
                401,
                ChannelAnswersTest.refusal(
                        () -> ChannelClient.open(address(""), "Authorization", basic("anna", "wrong"))));
    }

    @Test
    void showsAUserHisStreamsOnly() throws Exception {
        try (ChannelClient ben = ChannelClient.open(address(""), "Authorization", basic("ben", PASSWORD));
                ChannelClient anna = ChannelClient.open(address(""), "Authorization", basic("anna", PASSWORD))) {
            ben.say("{'list':true}");
            assertEquals(1, ((List<?>) at(ben.next("list"), "list", "streams")).size());
            anna.say("{'list':true}");
            assertEquals(2, ((List<?>) at(anna.next("list"), "list", "streams")).size());
            ben.say("{'watch':[{'id':1,'stream':'camera'},{'id':2,'stream':'yard'}]}");
            assertEquals(1, at(ben.next("problem"), "id"));
            Await.until("ben watches the yard", () -> server.streams.viewers() == 1);
            server.arrives(YARD, Images.jpeg(16, 16));
            assertEquals(2, ben.shot().id());
        }
    }

    @Test
    void endsTheChannelOfARemovedUser() throws Exception {
        try (ChannelClient ben = ChannelClient.open(address(""), "Authorization", basic("ben", PASSWORD));
                ChannelClient anna = ChannelClient.open(address(""), "Authorization", basic("anna", PASSWORD))) {
            ben.say("{'watch':[{'id':1,'stream':'yard'}]}");
            anna.say("{'watch':[{'id':1,'stream':'camera'}]}");
            Await.until("both watch", () -> server.streams.viewers() == 2);
            users.remove("ben");
            assertEquals(new ChannelClient.Ending(1008, "you may no longer see this"), ben.ending());
            Await.until("only anna watches", () -> server.streams.viewers() == 1);
            server.arrives(CAMERA, Images.jpeg(16, 16));
            assertEquals(1, anna.shot().id());
        }
    }

    @Test
    void showsByALinkToThePastNothingLive() throws Exception {
        String link = link("/streams/yard/share?for=1h&from=-10m&to=-5m");
        try (ChannelClient guest = ChannelClient.open(address("?share=" + link))) {
            guest.say("{'watch':[{'id':1,'stream':'yard'},{'id':2,'stream':'camera'}]}");
            assertEquals(403, at(guest.next("problem"), "problem", "status"));
            assertEquals(503, at(guest.next("problem"), "problem", "status"));
            guest.say("{'list':true}");
            assertEquals(403, at(guest.next("problem"), "problem", "status"));
        }
    }

    @Test
    void limitsTheConnectionsOfAnAddress() {
        String anna = basic("anna", PASSWORD);
        try (ChannelClient first = ChannelClient.open(address(""), "Authorization", anna);
                ChannelClient second = ChannelClient.open(address(""), "Authorization", anna);
                ChannelClient third = ChannelClient.open(address(""), "Authorization", anna)) {
            assertEquals(429, ChannelAnswersTest.refusal(() -> ChannelClient.open(address(""), "Authorization", anna)));
            assertEquals(List.of("framelog.v1", "framelog.v1", "framelog.v1"), protocols(first, second, third));
        }
        Await.until("they are gone", () -> server.metric("framelog_viewer_address_connections") == 0);
    }

    private static List<String> protocols(ChannelClient... windows) {
        return List.of(windows).stream().map(ChannelClient::protocol).toList();
    }

    private String link(String path) throws Exception {
        String answer = HttpClient.newHttpClient()
                .send(
                        server.request(path)
                                .header("Authorization", basic("anna", PASSWORD))
                                .POST(BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofString())
                .body();
        String link = String.valueOf(JSON.std.mapFrom(answer).get("link"));
        return link.substring(link.indexOf("link=") + "link=".length()).replaceAll("&.*", "");
    }

    private URI address(String query) {
        return URI.create("ws://127.0.0.1:" + server.port() + "/ws" + query);
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }
}
