package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.localkafka.LocalKafka;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
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

                assertArrayEquals(PNG, watching.next().image());
                assertArrayEquals(
                        JPEG, viewer.get("/streams/camera.jpg?at=earliest").body());
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
