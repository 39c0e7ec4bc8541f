package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.access.User;
import io.framelog.viewer.access.UsersFile;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.CheapHash;
import io.framelog.viewer.testing.Recording;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Clips of a viewer with users, while those who download them lose the right to. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class ClipAccessIT {
    private static final String CLIP = "/streams/front.zip?from=0@0&to=0@49";
    private static final String ANNA =
            "Basic " + Base64.getEncoder().encodeToString("anna:correct horse".getBytes(UTF_8));
    /** More than the system takes for a client that reads nothing. */
    private static final int FRAMES = 50;

    private static final int FRAME_BYTES = 900_000;
    /** How long a client may take nothing. */
    private static final Duration LONGER_THAN_THE_TEST = Duration.ofMinutes(5);

    private final UsersFile users;
    private final Recording recording;
    private final RunningViewer viewer;

    ClipAccessIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        users = new UsersFile(folder.resolve("users"));
        users.put(new User("anna", CheapHash.of("correct horse"), Role.VIEW, Optional.empty()));
        String topic = kafka.uniqueName("frames");
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        viewer = new RunningViewer(
                kafka.bootstrapServer(),
                topic,
                RunningViewer.accessOf(users.path()),
                new ClipLimits(ClipLimits.DEFAULT_LENGTH, ClipLimits.DEFAULT_AT_A_TIME, LONGER_THAN_THE_TEST));
    }

    @AfterEach
    void close() {
        Await.until("no clip is sent", () -> viewer.count("clips") + viewer.count("clips_sending") == 0);
        viewer.close();
        recording.close();
    }

    @Test
    void clipOfARemovedUserBreaksOff() throws Exception {
        record();
        try (InputStream clip = open()) {
            assertEquals('P', clip.read());
            users.remove("anna");
            Await.until("it is made no more", () -> viewer.count("clips") == 0);
            assertThrows(IOException.class, clip::readAllBytes, "the clip is not whole");
        }
    }

    @Test
    void keptClipOfARemovedUserBreaksOff() throws Exception {
        record();
        assertEquals(
                206,
                viewer.get(CLIP, "Authorization", ANNA, "Range", "bytes=0-1").statusCode());
        try (InputStream clip = open()) {
            assertEquals('P', clip.read());
            assertEquals(1, viewer.count("clips_sending"));
            users.remove("anna");
            Await.until("it is sent no more", () -> viewer.count("clips_sending") == 0);
            assertThrows(IOException.class, clip::readAllBytes, "the clip is not whole");
        }
    }

    private void record() throws Exception {
        long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 60_000_000;
        for (int i = 0; i < FRAMES; i++) {
            recording.write(0, "front", Recording.image(i, FRAME_BYTES), begin + 40_000L * i);
        }
        recording.flush();
        Await.until(
                "the stream is known",
                () -> viewer.get("/streams/front.jpg", "Authorization", ANNA).statusCode() == 200);
    }

    private InputStream open() throws Exception {
        HttpResponse<InputStream> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + viewer.port() + CLIP))
                                .header("Authorization", ANNA)
                                .build(),
                        BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer.body();
    }
}
