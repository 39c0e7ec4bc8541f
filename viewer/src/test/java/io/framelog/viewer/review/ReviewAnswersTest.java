package io.framelog.viewer.review;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a viewer without Kafka answers. */
@Timeout(60)
class ReviewAnswersTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private final TestServer server = new TestServer();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /events.json?before=soon | the 'next' of another answer
                    /events.json?before=0@1,0@2 | the 'next' of another answer
                    /events.json?from=0@3 | must be a time
                    /events.json?from=tomorrow | earliest, latest, now
                    /events.json?limit=0 | from 1 to 200
                    /events.json?limit=201 | from 1 to 200
                    /events.json?limit=many | from 1 to 200
                    /events.json?types= | motion,face
                    /events.json?types=motion,,face | motion,face
                    /events.json?types=a%20b | motion,face
                    /events.json?streams= | front,yard
                    /events.json?streams=front,,yard | %2C
                    /events.json?zone= | door
                    /events.json?pictures=no | true or false
                    /streams/camera/events.json?streams=camera | only for /events.json
                    /streams/camera/events.json?limit=-1 | from 1 to 200
                    /events?types=a,,b | motion,face
                    /streams/camera/events?types=a%20b | motion,face
                    """)
    void saysWhatAParameterMayBe(String path, String hint) throws Exception {
        HttpResponse<String> answer = get(path);
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(
                "application/problem+json",
                answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(answer.body().contains(hint), answer.body());
    }

    @Test
    void saysThatKafkaDoesNotAnswer() throws Exception {
        HttpResponse<String> answer = get("/events.json");
        assertEquals(503, answer.statusCode());
        assertTrue(answer.body().contains("past events cannot be read from Kafka now"), answer.body());
        assertTrue(answer.headers().firstValue("Retry-After").isPresent());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(server.request(path).build(), BodyHandlers.ofString());
    }
}
