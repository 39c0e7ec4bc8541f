package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Images;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code viewer forget}, run by its launcher. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
@ExtendWith(KafkaExtension.class)
class ForgetIT {
    private static final byte[] JPEG = Images.jpeg(64, 48);

    private final String bootstrapServer;
    private final String topic;
    private final Producer producer;

    ForgetIT(TestKafka kafka) {
        bootstrapServer = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        producer = new Producer(bootstrapServer, topic);
    }

    @AfterEach
    void close() {
        producer.close();
    }

    @Test
    void streamIsGoneUntilANewFrameComes() throws Exception {
        producer.createTopic(2);
        say(State.ENDED, producer.send(0, "front", JPEG));
        producer.send(0, "yard", JPEG);
        try (RunningViewer viewer = viewer()) {
            viewer.awaitStream("front", "state", "ended");
            viewer.awaitStream("yard", "state", "live");

            assertForgets(0, "'front' is forgotten; its frames stay in " + topic, "front");

            awaitAbsence(viewer, "front");
            producer.send(0, "yard", JPEG); // makes the viewer look at the partition again
            viewer.awaitStream("yard", "state", "live");
            assertEquals(404, viewer.get("/streams/front.jpg").statusCode());
        }
        try (RunningViewer another = viewer()) {
            another.awaitStream("yard", "width", 64);
            assertEquals(404, another.get("/streams/front.jpg").statusCode(), "its old frame is still in the log");

            producer.send(0, "front", JPEG);
            another.awaitStream("front", "state", "live");
        }
    }

    @Test
    void streamOfAnotherProducerIsForgottenToo() throws Exception {
        producer.createTopic(1);
        producer.send("cam 1", JPEG);
        try (RunningViewer viewer = viewer()) {
            viewer.awaitStream("cam 1", "state", "live");

            assertForgets(0, "no publisher has reported its status: check the name", "cam 1");

            awaitAbsence(viewer, "cam 1");
            say("cam 1", State.LIVE, Optional.empty());
            viewer.awaitStream("cam 1", "state", "lost");
        }
    }

    @Test
    void liveStreamIsNotForgotten() throws Exception {
        producer.createTopic(1);
        say(State.LIVE, producer.send("front", JPEG));
        ScheduledExecutorService publisher = Executors.newSingleThreadScheduledExecutor();
        try {
            var unused = publisher.scheduleAtFixedRate(
                    () -> {
                        try {
                            producer.send("front", JPEG);
                        } catch (Exception e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    0,
                    200,
                    TimeUnit.MILLISECONDS);

            assertForgets(2, "'front' is live and would come back at once: stop its publisher host/1 first", "front");
        } finally {
            publisher.shutdownNow();
            assertTrue(publisher.awaitTermination(10, TimeUnit.SECONDS));
        }
    }

    @Test
    void userWhoAdministersForgetsByHttp(@TempDir Path folder) throws Exception {
        UsersFile users = new UsersFile(folder.resolve("users"));
        String hash = CheapHash.of("correct horse");
        users.put(new User("anna", hash, Role.ADMIN, Optional.empty()));
        AccessSettings access = new AccessSettings(
                Optional.of(new AccessSettings.Users(users.path(), folder.resolve("key"))),
                List.of(),
                List.of(),
                false,
                0,
                0);
        producer.createTopic(1);
        say(State.ENDED, producer.send("front", JPEG));
        try (RunningViewer viewer = viewer();
                RunningViewer withUsers = new RunningViewer(bootstrapServer, topic, access, RunningViewer.CLIPS)) {
            viewer.awaitStream("front", "state", "ended");
            Await.until("the stream is forgotten", () -> {
                HttpResponse<String> answer = withUsers.post("/streams/front/forget", "anna");
                return answer.statusCode() == 200 && answer.body().contains("'front' is forgotten");
            });
            awaitAbsence(viewer, "front");
            Await.until(
                    "the viewer that forgot it does not know it either",
                    () -> withUsers.post("/streams/front/forget", "anna").statusCode() == 404);
        }
    }

    @Test
    void topicMustExist() throws Exception {
        assertForgets(66, "the topic " + topic + " does not exist", "front");
    }

    private void assertForgets(int exitCode, String told, String stream) throws Exception {
        try (ServiceProcess command = ServiceProcess.start(
                "viewer", Map.of(), "forget", "--topic", topic, "--bootstrap-server", bootstrapServer, stream)) {
            assertEquals(exitCode, command.awaitExit(), command.output());
            assertTrue(command.output().contains(told), command.output());
        }
    }

    private RunningViewer viewer() {
        return new RunningViewer(bootstrapServer, topic);
    }

    private static void awaitAbsence(RunningViewer viewer, String stream) {
        Await.until(() -> stream + " is gone from " + viewer.listed(), () -> !viewer.listed()
                .contains("\"name\":\"" + stream + "\""));
    }

    private void say(State state, RecordMetadata newest) throws Exception {
        say("front", state, Optional.of(new Position(newest.partition(), newest.offset())));
    }

    private void say(String stream, State state, Optional<Position> newest) throws Exception {
        producer.say(
                stream,
                new StreamStatus(state, "", Optional.empty(), 0, "camera 0", "host/1", "run", Instant.now(), newest));
    }
}
