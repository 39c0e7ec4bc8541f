package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that harm, or would harm, what is behind or beside them. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class HostileRecordsIT {
    private static final byte[] JPEG = Images.jpeg(64, 48);

    private final Producer producer;
    private final RunningViewer viewer;

    HostileRecordsIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        producer = new Producer(kafka.bootstrapServer(), topic);
        producer.createTopic(3);
        // What is there before the viewer starts; its heartbeats tell their age.
        producer.sayRaw("ancient", status("0001-01-01T00:00:00Z", ""));
        producer.sayRaw("future", status("+1000000000-12-31T23:59:59.999999999Z", ""));
        producer.sayRaw("absurd", status("1970-01-01T00:00:00Z", ",\"fps\":1e999,\"offset\":-5,\"partition\":-7"));
        producer.sayRaw("deep", "[".repeat(100_000));
        producer.sayRaw("wide", status("1970-01-01T00:00:00Z", ",\"x\":" + "9".repeat(100_000)));
        producer.sayRaw("elsewhere", status(Instant.now().toString(), ",\"partition\":7,\"offset\":3"));
        producer.sayRaw("talker", status(Instant.now().toString(), ",\"reason\":\"" + "x".repeat(900_000) + "\""));
        producer.sayRaw("good", status(Instant.now().toString(), ",\"source\":\"camera\\u0007\\n0\""));
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    private static String status(String heartbeat, String more) {
        return "{\"state\":\"live\",\"heartbeat\":\"" + heartbeat + "\"" + more + "}";
    }

    @AfterEach
    void close() {
        viewer.close();
        producer.close();
    }

    @Test
    void readsEveryStatusBehindABadOne() {
        viewer.awaitStream("good", "state", "lost");
        viewer.awaitStream("good", "source", "camera  0");
        viewer.awaitStream("ancient", "state", "lost");
        viewer.awaitStream("future", "state", "lost");
        viewer.awaitStream("absurd", "state", "lost");
    }

    @Test
    void cutsTextsThatWouldFillThePage() {
        viewer.awaitStream("talker", "state", "lost");
        assertTrue(viewer.listed().length() < 20_000, () -> viewer.listed().length() + " characters");
    }

    @Test
    void answersForOthersWhileAStatusNamesAPartitionThatDoesNotExist() throws Exception {
        producer.send("camera", JPEG);
        viewer.awaitStream("camera", "state", "live");
        viewer.awaitStream("elsewhere", "state", "lost");
        long begin = System.nanoTime();
        assertEquals(503, viewer.get("/streams/elsewhere.jpg").statusCode());
        assertArrayEquals(JPEG, viewer.get("/streams/camera.jpg").body());
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.toMillis() < 2_500, () -> "both took " + taken);
        assertEquals(200, viewer.get("/readyz").statusCode());
    }

    @Test
    void aFrameFromTheFutureDoesNotStayTheNewest() throws Exception {
        byte[] real = Images.jpegOfLength(700, 1);
        producer.send(0, "camera", real, Instant.now());
        viewer.awaitStream("camera", "state", "live");
        producer.send(1, "camera", JPEG, Instant.now().plus(Duration.ofDays(3650)));
        producer.send(0, "camera", real, Instant.now());
        producer.send(1, "probe", JPEG);
        viewer.awaitStream("probe", "state", "live");
        assertArrayEquals(real, viewer.get("/streams/camera.jpg").body());
        assertTrue(!viewer.listed().contains("clockSkew"), viewer::listed);
    }

    @Test
    void listsEveryStreamOfABurst() throws Exception {
        producer.send("camera", JPEG);
        viewer.awaitStream("camera", "state", "live");
        List<String> names =
                IntStream.range(0, 100).mapToObj(number -> "burst" + number).toList();
        producer.burst(names, JPEG);
        Await.until(() -> "all are in " + viewer.listed(), () -> names.stream()
                .allMatch(name -> viewer.listed().contains('"' + name + '"')));
    }
}
