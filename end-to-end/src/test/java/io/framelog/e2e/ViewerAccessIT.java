package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.CheapHash;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Viewers with users, started by their launcher. They need no Kafka to say who may see. */
@Timeout(180)
class ViewerAccessIT {
    private static final String PASSWORD = "correct horse";
    private static final String ANNA =
            "Basic " + Base64.getEncoder().encodeToString(("anna:" + PASSWORD).getBytes(UTF_8));
    /** {@code AddressLimit}'s limit of costly requests. */
    private static final int COSTLY = 32;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Path users;
    private final Path folder;
    private final List<ServiceProcess> running = new ArrayList<>();

    ViewerAccessIT(@TempDir Path folder) {
        this.folder = folder;
        users = folder.resolve("users.htpasswd");
        new UsersFile(users).put(new User("anna", CheapHash.of(PASSWORD), Role.VIEW, Optional.empty()));
    }

    @AfterEach
    void close() {
        running.forEach(ServiceProcess::close);
    }

    private ServiceProcess start(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--port", "0", "--bootstrap-server", "127.0.0.1:1"));
        all.addAll(List.of(arguments));
        ServiceProcess viewer = ServiceProcess.start("viewer", Map.of(), all.toArray(String[]::new));
        running.add(viewer);
        return viewer;
    }

    private static int port(ServiceProcess viewer) throws InterruptedException {
        return Integer.parseInt(
                viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
    }

    private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private String signIn(int port) throws Exception {
        HttpRequest form = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/login"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("name=anna&password=correct+horse"))
                .build();
        HttpResponse<String> answer = client.send(form, BodyHandlers.ofString());
        assertEquals(303, answer.statusCode());
        return answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
    }

    private void post(int port, String path, String cookie) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Cookie", cookie)
                .POST(BodyPublishers.noBody())
                .build();
        client.send(request, BodyHandlers.discarding());
    }

    @Test
    void sessionSurvivesARestartAndIsValidAtEachViewerWithTheSameKey() throws Exception {
        ServiceProcess viewer = start("--users", users.toString());
        String session = signIn(port(viewer));
        assertEquals(200, get(port(viewer), "/streams", "Cookie", session).statusCode());
        viewer.signal("TERM");
        assertEquals(143, viewer.awaitExit());

        ServiceProcess again = start("--users", users.toString());
        Path copy = Files.copy(folder.resolve("users.htpasswd.key"), folder.resolve("copied.key"));
        Path elsewhere = Files.copy(users, folder.resolve("elsewhere.htpasswd"));
        ServiceProcess other = start("--users", elsewhere.toString(), "--session-key", copy.toString());
        ServiceProcess stranger = start("--users", elsewhere.toString());
        assertEquals(200, get(port(again), "/streams", "Cookie", session).statusCode());
        assertEquals(200, get(port(other), "/streams", "Cookie", session).statusCode());
        assertEquals(401, get(port(stranger), "/streams", "Cookie", session).statusCode());
    }

    @Test
    void wrongLineOfTheUsersIsToldByItsNumber() throws Exception {
        Files.writeString(
                users, Files.readString(users) + "# guests\nben:{SHA}5baa61e4c9b93f3f0682250b6cf8331b7ee68fd8\n");
        ServiceProcess viewer = start("--users", users.toString());
        assertEquals(66, viewer.awaitExit());
        assertTrue(
                viewer.output().contains(users + ", line 3: the password of 'ben' must be hashed with bcrypt"),
                viewer.output());
    }

    @Test
    void auditLogTellsLoginsAndRefusals() throws Exception {
        ServiceProcess viewer = start("--users", users.toString(), "--trusted-proxy", "127.0.0.1");
        int port = port(viewer);
        String session = signIn(port);
        viewer.awaitLine("INFO audit - login as 'anna' from 127\\.0\\.0\\.1$");
        String wrong = "Basic " + Base64.getEncoder().encodeToString("ben\nadmin:x".getBytes(UTF_8));
        get(port, "/streams", "Authorization", wrong, "X-Forwarded-For", "192.0.2.7");
        viewer.awaitLine("WARN audit - login as 'ben\\?admin' from 192\\.0\\.2\\.7 refused: wrong name or password$");
        assertEquals(403, get(port, "/streams?share=x").statusCode());
        viewer.awaitLine("WARN audit - a link from 127\\.0\\.0\\.1 refused: it is not genuine, or over$");
        get(port, "/streams", "X-Remote-User", "eve");
        viewer.awaitLine("WARN audit - the user 'eve' of a proxy from 127\\.0\\.0\\.1 refused: there is no such user$");
        post(port, "/logout", session);
        viewer.awaitLine("INFO audit - 'anna' has signed out from 127\\.0\\.0\\.1$");
        get(port, "/streams", "Origin", "https://evil.example");
        viewer.awaitLine("WARN audit - GET /streams from 127\\.0\\.0\\.1 refused: scripts of https://evil\\.example ");
    }

    @Test
    void metricsHaveAPortOfTheirOwnWithoutALogin() throws Exception {
        int metrics = Ports.unused();
        int port = port(start("--users", users.toString(), "--metrics-port", Integer.toString(metrics)));
        assertTrue(get(metrics, "/metrics").body().contains("framelog_viewer_streams"));
        assertEquals(404, get(metrics, "/streams").statusCode());
        assertEquals(404, get(port, "/metrics", "Authorization", ANNA).statusCode());
        assertEquals(200, get(port, "/streams", "Authorization", ANNA).statusCode());
    }

    @Test
    void oneAddressBeginsToReadOnlySomePastEventsAtATime() throws Exception {
        int port = port(start()); // without Kafka, nobody reaches the end of the past
        List<InputStream> open = new ArrayList<>();
        try {
            for (int count = 0; count < COSTLY; count++) {
                open.add(events(port, "?since=earliest", 200));
            }
            events(port, "?since=earliest", 429).close();
            open.add(events(port, "", 200));
            String metrics = get(port, "/metrics").body();
            assertTrue(metrics.contains("framelog_viewer_address_requests_refused_total 1.0"), metrics);
        } finally {
            for (InputStream events : open) {
                events.close();
            }
        }
    }

    private InputStream events(int port, String query, int status) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/events" + query))
                .build();
        HttpResponse<InputStream> answer = client.send(request, BodyHandlers.ofInputStream());
        assertEquals(status, answer.statusCode());
        return answer.body();
    }
}
