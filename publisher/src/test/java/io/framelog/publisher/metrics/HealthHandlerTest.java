package io.framelog.publisher.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HealthHandlerTest {
    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private volatile Optional<String> fault = Optional.empty();
    private volatile Optional<String> absence = Optional.empty();

    HealthHandlerTest() throws IOException {
        server.createContext("/", new HealthHandler(new Health() {
            @Override
            public Optional<String> fault() {
                return fault;
            }

            @Override
            public Optional<String> absence() {
                return absence;
            }

            @Override
            public String detail() {
                return "frames flow";
            }
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void aDeadThreadMakesBothChecksFail() throws Exception {
        fault = Optional.of("the thread 'sender yard' has died");
        for (String path : new String[] {"/healthz", "/readyz"}) {
            HttpResponse<String> answer = ask("GET", path);
            assertEquals(503, answer.statusCode(), path);
            assertTrue(answer.body().contains("'sender yard' has died"), answer.body());
        }
    }

    @Test
    void withoutKafkaItIsHealthyAndNotReady() throws Exception {
        absence = Optional.of("Kafka does not answer");
        assertEquals(200, ask("GET", "/healthz").statusCode());
        HttpResponse<String> answer = ask("GET", "/readyz");
        assertEquals(503, answer.statusCode());
        assertEquals("{\"title\":\"Not ready\",\"detail\":\"Kafka does not answer\",\"status\":503}", answer.body());
    }

    @Test
    void tellsDetailsWhileAllIsWell() throws Exception {
        assertEquals(
                "{\"status\":\"ok\",\"detail\":\"frames flow\"}",
                ask("GET", "/readyz").body());
        assertEquals(200, ask("HEAD", "/readyz").statusCode());
    }

    @Test
    void refusesWhatIsNoQuestion() throws Exception {
        HttpResponse<String> answer = ask("POST", "/readyz");
        assertEquals(405, answer.statusCode());
        assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElseThrow());
        assertEquals(404, ask("GET", "/other").statusCode());
    }

    private HttpResponse<String> ask(String method, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
