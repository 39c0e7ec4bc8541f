package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.notify.Notices;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Scrape;
import io.framelog.viewer.testing.WebhookServer;
import io.framelog.viewer.testing.WebhookServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of a real Kafka come to real HTTP servers, whatever happens to those and to the process. */
@Timeout(180)
@ExtendWith(KafkaExtension.class)
class NotifyIT {
    private static final int TERMINATED = 128 + 15;

    private final String server;
    private final String topic;
    private final EventWriter events;

    NotifyIT(TestKafka kafka) {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("notify");
        events = new EventWriter(server, topic);
    }

    @BeforeEach
    void createTopic() throws Exception {
        events.createTopic(1);
    }

    @AfterEach
    void close() {
        events.close();
    }

    @Test
    void aDeadReceiverAndAHangingOneKeepNoOtherWaiting() throws Exception {
        writeMotion("front", "old");
        int deadPort = freePort();
        try (WebhookServer good = new WebhookServer();
                WebhookServer hanging = new WebhookServer(0, request -> WebhookServer.HANG);
                NotifyProcess notify = NotifyProcess.start(
                        server,
                        topic,
                        "--cool-down=0s",
                        "--webhook=" + hanging.url("/secret"),
                        "--webhook=http://127.0.0.1:" + deadPort + "/secret",
                        "--webhook=" + good.url("/secret"))) {
            List<String> ids =
                    IntStream.range(0, 5).mapToObj(n -> "m" + n + "-began").toList();
            for (int n = 0; n < ids.size(); n++) {
                writeMotion("front", "m" + n);
            }
            Await.until(() -> "all events: " + good.ids(), () -> good.ids().equals(ids));
            notify.process().awaitLine("127.0.0.1:" + deadPort + " does not take events: the connection is refused");
            try (WebhookServer back = new WebhookServer(deadPort, request -> WebhookServer.OK)) {
                Await.until(() -> "all events in order: " + back.ids(), () -> back.ids()
                        .equals(ids));
            }
            notify.process().signal("TERM");
            assertEquals(
                    TERMINATED, notify.process().awaitExit(), notify.process().output());
            assertTrue(
                    !notify.process().output().contains("secret"),
                    notify.process().output());
        }
    }

    @Test
    void repeatsWhatFailsInOrderAndSkipsWhatIsNotWanted() throws Exception {
        AtomicInteger failures = new AtomicInteger(2);
        int metrics = freePort();
        try (WebhookServer receiver = new WebhookServer(0, request -> switch (request.header("Idempotency-Key")) {
                    case "one-began" -> failures.getAndDecrement() > 0 ? new Answer(500, "", "3") : WebhookServer.OK;
                    case "two-began" -> Answer.of(422);
                    default -> WebhookServer.OK;
                });
                NotifyProcess notify = NotifyProcess.start(
                        server,
                        topic,
                        "--cool-down=0s",
                        "--metrics-port=" + metrics,
                        "--webhook=" + receiver.url("/"))) {
            for (String event : List.of("one", "two", "three")) {
                writeMotion("front", event);
            }
            Await.until(() -> "in order: " + receiver.ids(), () -> receiver.ids()
                    .equals(List.of("one-began", "three-began")));
            long pause = receiver.requests().get(1).nanos()
                    - receiver.requests().get(0).nanos();
            assertTrue(pause >= Duration.ofSeconds(3).toNanos(), "it waited for as long as it was told to: " + pause);
            notify.process().awaitLine("refuses the event two-began of 'front', which is skipped: HTTP status 422");
            Await.until("the metrics", () -> scrape(metrics, "delivered_total") == 2);
            assertEquals(1, scrape(metrics, "refused_total"));
            assertEquals(2, scrape(metrics, "failed_attempts_total"));
            assertEquals(0, scrape(metrics, "failing_seconds"));
        }
    }

    @Test
    void losesNothingWhenItIsKilledAndRepeatsOnlyWithTheSameId() throws Exception {
        int count = 40;
        List<String> ids =
                IntStream.range(0, count).mapToObj(n -> "m" + n + "-began").toList();
        try (WebhookServer receiver = new WebhookServer()) {
            String[] arguments = {"--cool-down=0s", "--webhook=" + receiver.url("/")};
            try (NotifyProcess first = NotifyProcess.start(server, topic, arguments)) {
                for (int n = 0; n < count / 2; n++) {
                    writeMotion("front", "m" + n);
                }
                Await.until("some events", () -> receiver.ids().size() >= 5);
                first.kill();
            }
            for (int n = count / 2; n < count; n++) {
                writeMotion("front", "m" + n); // nobody listens
            }
            try (NotifyProcess second = NotifyProcess.start(server, topic, arguments)) {
                Await.until(
                        () -> "all events: " + receiver.ids() + second.process().output(),
                        () -> receiver.ids().contains("m" + (count - 1) + "-began"));
            }
            assertEquals(ids, List.copyOf(new LinkedHashSet<>(receiver.ids())), "in order, with their ids");
        }
    }

    @Test
    void tellsNothingOfAShortLossAlsoIfItIsKilledMeanwhile() throws Exception {
        Instant now = Instant.now();
        try (WebhookServer receiver = new WebhookServer()) {
            String url = "--webhook=" + receiver.url("/");
            try (NotifyProcess first = NotifyProcess.start(server, topic, url)) {
                events.writeRaw("a", Notices.stream("a1", "lost", now));
                events.writeRaw("b", Notices.stream("b1", "lost", now.minusSeconds(20)));
                events.writeRaw("c", Notices.stream("c1", "lost", now));
                writeMotion("d", "read");
                Await.until("all were read", () -> receiver.ids().contains("read-began"));
                assertEquals(List.of("read-began"), receiver.ids(), "a loss may be a short one");
                first.kill();
            }
            events.writeRaw("a", Notices.stream("a2", "recovered", now.plusSeconds(9)));
            events.writeRaw("b", Notices.stream("b2", "recovered", now));
            try (NotifyProcess second = NotifyProcess.start(server, topic, url)) {
                Await.until(
                        () -> "the loss that does not end: " + receiver.ids()
                                + second.process().output(),
                        () -> receiver.ids().contains("c1"));
            }
            List<String> distinct = List.copyOf(new LinkedHashSet<>(receiver.ids()));
            assertEquals(List.of("read-began", "b1", "b2", "c1"), distinct);
        }
    }

    @Test
    void readsOnAfterRecordsOfAnyContent() throws Exception {
        try (WebhookServer receiver = new WebhookServer();
                NotifyProcess notify = NotifyProcess.start(server, topic, "--webhook=" + receiver.url("/"))) {
            for (String json : List.of(
                    "",
                    "null",
                    "no JSON",
                    "[".repeat(60_000),
                    "{\"type\":\"io.framelog.motion\",\"data\":" + "{\"a\":".repeat(10_000),
                    "{\"type\":\"io.framelog.motion\",\"x\":\"" + "x".repeat(600_000) + "\"}",
                    Notices.json("i\\r\\nX: y", "motion", Instant.MAX, "{\"boxes\":7,\"first\":[],\"zones\":{}}"))) {
                events.writeRaw("front", json);
            }
            writeMotion("back", "good");
            Await.until(() -> receiver.ids() + notify.process().output(), () -> receiver.ids()
                    .contains("good-began"));
        }
    }

    @Test
    void startsBeforeTheTopicExistsAndTellsOfItsFirstEvent(TestKafka kafka) throws Exception {
        String later = kafka.uniqueName("later");
        try (WebhookServer receiver = new WebhookServer();
                NotifyProcess notify = NotifyProcess.launch(server, later, "--webhook=" + receiver.url("/"));
                EventWriter writer = new EventWriter(server, later)) {
            notify.process().awaitLine("the topic " + later + "-events does not exist yet");
            writer.createTopic(1);
            writer.writeRaw("front", Notices.motionBegan("first", Instant.now()));
            Await.until(() -> receiver.ids() + notify.process().output(), () -> receiver.ids()
                    .equals(List.of("first-began")));
        }
    }

    private void writeMotion(String stream, String event) throws Exception {
        events.writeRaw(stream, Notices.motionBegan(event, Instant.now()));
    }

    private static double scrape(int port, String name) throws IOException, InterruptedException {
        String text = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
        return Scrape.value(text, "framelog_viewer_notify_" + name);
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
