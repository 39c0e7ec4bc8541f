package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.localkafka.LocalKafka;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The viewer while Kafka is away, and when it comes back. */
@Timeout(180)
class BrokerLossIT {
    private static final byte[] JPEG = Images.jpeg(64, 48);
    private static final byte[] PNG = Images.png(32, 16);

    @Test
    void startsBeforeKafka() throws Exception {
        int port = freePort();
        try (RunningViewer viewer = new RunningViewer("localhost:" + port, "video-stream");
                MjpegClient watching = viewer.watch("/kaf/")) {
            viewer.awaitReadiness(503, "does not answer");
            assertEquals(503, viewer.get("/snapshot").statusCode());

            try (LocalKafka kafka =
                            LocalKafka.start(LocalKafkaOptions.defaults().withPort(port));
                    Producer producer = new Producer(kafka.bootstrapServer(), "video-stream")) {
                viewer.awaitReadiness(503, "does not exist yet");
                producer.createTopic(8);
                viewer.awaitReadiness(200, "has the topic");
                producer.send(null, JPEG);

                assertArrayEquals(JPEG, watching.next().image());
            }
        }
    }

    @Test
    void goesOnAfterTheBrokerWasKilled() throws Exception {
        try (LocalKafka kafka = LocalKafka.start();
                Producer producer = new Producer(kafka.bootstrapServer(), "video-stream");
                RunningViewer viewer = new RunningViewer(kafka.bootstrapServer(), "video-stream")) {
            producer.createTopic(8);
            producer.send("camera", JPEG);
            viewer.awaitStream("camera", "state", "live");
            try (MjpegClient watching = viewer.watch("/streams/camera.mjpeg")) {
                assertArrayEquals(JPEG, watching.next().image());

                kafka.kill();
                viewer.awaitReadiness(503, "does not answer");
                assertEquals(200, viewer.get("/healthz").statusCode(), "the viewer itself is healthy");
                assertEquals(503, viewer.get("/streams/camera.jpg?at=earliest").statusCode());
                kafka.restart();
                viewer.awaitReadiness(200, "has the topic");
                producer.send("camera", PNG);

                byte[] image = watching.next().image();
                while (Arrays.equals(JPEG, image)) { // a picture that stays is repeated after a while
                    image = watching.next().image();
                }
                assertArrayEquals(PNG, image);
                assertArrayEquals(
                        JPEG, viewer.get("/streams/camera.jpg?at=earliest").body());
            }
        }
    }

    /** An orderly end would be that of a whole clip for a client of HTTP/1.0, such as nginx. */
    @Test
    void resetsTheConnectionOfAClipThatTheBrokerDidNotComplete() throws Exception {
        try (LocalKafka kafka = LocalKafka.start();
                Recording recording = new Recording(kafka.bootstrapServer(), "video-stream", 1);
                RunningViewer viewer = new RunningViewer(kafka.bootstrapServer(), "video-stream")) {
            long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 60_000_000;
            for (int i = 0; i < 400; i++) {
                recording.write(0, "camera", Recording.image(i, 200_000), begin + 20_000L * i);
            }
            recording.flush();
            viewer.awaitStream("camera", "name", "camera");
            try (MjpegClient client = MjpegClient.openHttp10(viewer.port(), "/streams/camera.mkv?from=earliest")) {
                assertEquals("HTTP/1.1 200 OK", client.statusLine());

                kafka.kill();

                assertThrows(IOException.class, client::awaitEnd);
            }
            Await.until("it has ended", () -> viewer.count("clips") == 0);
            assertEquals(1, viewer.count("clips_broken_total"));
            kafka.restart();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
