package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes that may open only few files and connections. */
@ExtendWith(KafkaExtension.class)
@EnabledOnOs(OS.LINUX)
@Timeout(120)
class FewDescriptorsIT {
    /** A viewer without clients has about a hundred. */
    private static final int VIEWER_LIMIT = 250;

    private static final int STRANGERS = 400;
    private static final Duration MEASURED = Duration.ofSeconds(4);

    private final Map<String, String> environment;

    FewDescriptorsIT(TestKafka kafka) {
        environment = Map.of(
                "FRAMELOG_BOOTSTRAP_SERVER",
                kafka.bootstrapServer(),
                "FRAMELOG_TOPIC",
                kafka.uniqueName("descriptors"));
    }

    @Test
    void viewerRefusesNewClientsAndServesTheOldOnes() throws Exception {
        try (ServiceProcess publisher =
                        ServiceProcess.start("publisher", environment, "--test-pattern", "--stream", "front");
                ServiceProcess viewer = ServiceProcess.startShell(
                        "viewer", environment, "ulimit -n " + VIEWER_LIMIT + "; exec \"$0\" --port 0")) {
            publisher.awaitLine("created the topic .*-events");
            int port = Integer.parseInt(
                    viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
            Await.until("it has the stream", () -> isServed(port));
            try (MjpegClient old = MjpegClient.open(port, "/streams/front.mjpeg")) {
                old.preamble();
                old.next();
                List<Socket> strangers = strangers(port);
                viewer.awaitLine("hardly any file descriptors left, so new clients are refused");

                Duration before = ProcessFigures.processorTime(viewer);
                int frames = framesDuring(old, MEASURED);
                double share =
                        ProcessFigures.processorTime(viewer).minus(before).toMillis() / (double) MEASURED.toMillis();
                assertTrue(frames > 10 * MEASURED.toSeconds(), "the old client got " + frames + " frames");
                assertTrue(share < 0.5, "it used " + share + " of a processor");

                for (Socket stranger : strangers) {
                    stranger.close();
                }
                Await.until("a new client is served again", () -> isServed(port));
                old.next();
            }
            assertEquals(1, viewer.output().split("hardly any file descriptors", -1).length - 1, viewer.output());
        }
    }

    private static int framesDuring(MjpegClient client, Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        int frames = 0;
        while (System.nanoTime() < end) {
            client.next();
            frames++;
        }
        return frames;
    }

    /** Connections that show the stream and stay, as far as they are accepted. */
    private static List<Socket> strangers(int port) throws IOException {
        List<Socket> strangers = new ArrayList<>();
        for (int i = 0; i < STRANGERS; i++) {
            strangers.add(new Socket(InetAddress.getLoopbackAddress(), port));
        }
        return strangers;
    }

    private static boolean isServed(int port) {
        try (MjpegClient client = MjpegClient.open(port, "/streams/front.mjpeg")) {
            client.preamble();
            return client.next().image().length > 0;
        } catch (IOException e) {
            return false;
        }
    }
}
