package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.Promtool;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The viewer with a real Kafka. Each test has its own topic. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class ViewerIT {
    private static final byte[] JPEG = Images.jpeg(64, 48);
    private static final byte[] PNG = Images.png(32, 16);
    private static final int MANY = 200;

    private final Producer producer;
    private final RunningViewer viewer;

    ViewerIT(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("frames");
        producer = new Producer(kafka.bootstrapServer(), topic);
        viewer = new RunningViewer(kafka.bootstrapServer(), topic);
    }

    @AfterEach
    void losesNoMemory() {
        Await.until(
                () -> viewer.count("pool_frames") + " frames are in use when nobody watches",
                () -> viewer.count("pool_frames") == 0);
        viewer.close();
        producer.close();
    }

    @Test
    void waitsForTheTopicAndSaysSo() throws Exception {
        viewer.awaitReadiness(503, "does not exist yet");
        try (MjpegClient watching = viewer.watch("/kaf/")) {
            producer.createTopic(8);
            viewer.awaitReadiness(200, "has the topic");
            producer.send(null, JPEG);

            assertArrayEquals(JPEG, watching.next().image());
        }
    }

    @Test
    void showsTheBareImagesOfAnyProducerAsDefault() throws Exception {
        producer.createTopic(8);
        try (MjpegClient watching = viewer.watch("/?action=stream")) {
            producer.send(null, JPEG);
            MjpegClient.Picture first = watching.next();
            producer.send(5, null, PNG);
            MjpegClient.Picture second = watching.next();

            assertArrayEquals(JPEG, first.image());
            assertEquals("image/jpeg", first.headers().get("content-type"));
            assertArrayEquals(PNG, second.image());
            assertEquals("image/png", second.headers().get("content-type"));
        }
        viewer.awaitStream("default", "width", 32);
    }

    @Test
    void showsFramesOfAllPartitionsWhereRecordsHaveNoKey() throws Exception {
        producer.createTopic(8);
        try (MjpegClient watching = viewer.watch("/kaf/")) {
            for (int number = 1; number <= 24; number++) {
                producer.send(number % 8, null, Images.jpegOfLength(1000, number));
                assertEquals(number, watching.next().image()[999]);
            }
        }
    }

    @Test
    void skipsWhatIsNoFrameAndGoesOn() throws Exception {
        producer.createTopic(1);
        try (MjpegClient watching = viewer.watch("/kaf/")) {
            producer.send(null, JPEG);
            watching.next();
            producer.send(null, "this is no image".getBytes(UTF_8));
            producer.send(null, new byte[0]);
            producer.send(0, "camera", null);
            producer.send(null, Images.jpegOfLength(RunningViewer.MAX_FRAME_BYTES + 1, 0));
            producer.send(null, PNG);

            assertArrayEquals(PNG, watching.next().image());
            assertEquals(3, viewer.count("skipped_records_total{reason=\"no_frame\"}"));
            assertEquals(1, viewer.count("skipped_records_total{reason=\"oversized\"}"));
        }
    }

    @Test
    void measuresFramesFromTheirCapture() throws Exception {
        producer.createTopic(1);
        producer.send("camera", JPEG);
        viewer.awaitStream("camera", "state", "live");
        try (MjpegClient watching = viewer.watch("/streams/camera.mjpeg")) {
            watching.next();
            for (int number = 0; number < 3; number++) {
                producer.send("camera", Images.jpegOfLength(500, number));
                watching.next();
            }

            Await.until("all is counted", () -> viewer.count("capture_to_write_seconds_count") == 3);
            assertEquals(3, viewer.count("capture_to_receive_seconds_count"));
            assertEquals(3, viewer.count("capture_to_write_seconds_bucket{le=\"10.0\"}"));
            assertEquals(1, viewer.count("watched_streams"));
            String scrape = new String(viewer.get("/metrics").body(), UTF_8);
            assertTrue(scrape.contains("framelog_viewer_stream_age_seconds{stream=\"camera\"}"), scrape);
            assertTrue(scrape.contains("framelog_build_info{"), scrape);
            Promtool.check(scrape);
        }
    }

    @Test
    void keepsTwoStreamsOfOnePartitionApart() throws Exception {
        producer.createTopic(1);
        producer.send("one", Images.jpegOfLength(500, 0));
        producer.send("two", Images.jpegOfLength(600, 0));
        viewer.awaitStream("one", "state", "live");
        viewer.awaitStream("two", "state", "live");
        try (MjpegClient one = viewer.watch("/streams/one.mjpeg");
                MjpegClient two = viewer.watch("/streams/two.mjpeg")) {
            assertEquals(500, one.next().image().length, "the newest frame, at once");
            assertEquals(600, two.next().image().length);
            for (int number = 1; number <= 10; number++) {
                producer.send("one", Images.jpegOfLength(500, number));
                producer.send("two", Images.jpegOfLength(600, number));
                assertArrayEquals(Images.jpegOfLength(500, number), one.next().image());
                assertArrayEquals(Images.jpegOfLength(600, number), two.next().image());
            }
        }
    }

    @Test
    void showsTheLastPictureOfACameraThatIsGoneAtOnceAndSaysThatItIs() throws Exception {
        producer.createTopic(8);
        RecordMetadata last = producer.send("gone", PNG);
        for (int number = 0; number < 50; number++) {
            producer.send(last.partition(), "other", Images.jpegOfLength(500, number));
        }
        producer.say(
                "gone",
                new StreamStatus(
                        State.LOST,
                        "camera unplugged",
                        Optional.empty(),
                        0,
                        "/dev/video0",
                        "host/1",
                        "run",
                        Instant.now(),
                        Optional.of(new Position(last.partition(), last.offset())),
                        "Haustür 🚪"));

        viewer.awaitStream("gone", "reason", "camera unplugged");
        viewer.awaitStream("gone", "displayName", "Haustür 🚪");
        viewer.awaitStream("gone", "state", "lost");
        try (MjpegClient watching = viewer.watch("/streams/gone.mjpeg")) {
            assertArrayEquals(PNG, watching.next().image());
        }
        HttpResponse<byte[]> snapshot = viewer.get("/streams/gone.jpg");
        assertEquals("image/png", snapshot.headers().firstValue("Content-Type").orElse(""));
        assertArrayEquals(PNG, snapshot.body());
    }

    @Test
    void readsSnapshotsOfStreamsThatNobodyWatches() throws Exception {
        producer.createTopic(2);
        producer.send(0, "camera", JPEG);
        viewer.awaitStream("camera", "width", 64);
        for (int number = 1; number <= 5; number++) {
            byte[] newest = Images.jpegOfLength(700, number);
            producer.send(0, "camera", newest);
            assertArrayEquals(newest, viewer.get("/streams/camera.jpg").body(), "the newest frame in the log");
        }
        assertEquals(0, viewer.count("received_frames_total"), "without viewers, nothing is fetched");
    }

    @Test
    void seesASlowStreamAmongTheFramesOfAFastOne() throws Exception {
        producer.createTopic(1);
        producer.send("slow", JPEG);
        producer.send("fast", JPEG);
        viewer.awaitStream("slow", "state", "live");
        viewer.awaitStream("fast", "state", "live");

        RecordMetadata frame = producer.send("slow", JPEG);
        sendMany("fast", 60);

        viewer.awaitStream("slow", "timestamp", time(frame));
    }

    @Test
    void seesTheFrameThatAPublisherSpeaksOfHoweverManyCameBehindIt() throws Exception {
        producer.createTopic(1);
        sendMany("fast", 1);
        viewer.awaitStream("fast", "state", "live");
        RecordMetadata frame = producer.send("slow", PNG);
        sendMany("fast", 300);
        viewer.awaitStream("fast", "state", "live");

        producer.say(
                "slow",
                new StreamStatus(
                        State.LIVE,
                        "",
                        Optional.empty(),
                        1,
                        "/dev/video0",
                        "host/1",
                        "run",
                        Instant.now(),
                        Optional.of(new Position(frame.partition(), frame.offset()))));

        viewer.awaitStream("slow", "timestamp", time(frame));
        viewer.awaitStream("slow", "width", 32);
    }

    private void sendMany(String stream, int count) throws Exception {
        for (int number = 0; number < count; number++) {
            producer.send(stream, JPEG);
        }
    }

    private static String time(RecordMetadata record) {
        return Instant.ofEpochMilli(record.timestamp()).toString();
    }

    @Test
    void namesTheStreamsThereAreWhereOneIsUnknown() throws Exception {
        producer.createTopic(1);
        producer.send("camera", JPEG);
        viewer.awaitStream("camera", "state", "live");

        HttpResponse<byte[]> answer = viewer.get("/streams/nobody.mjpeg");

        assertEquals(404, answer.statusCode());
        assertTrue(new String(answer.body(), UTF_8).contains("known streams: camera"));
    }

    @Test
    void givesManyViewersEveryFrame() throws Exception {
        producer.createTopic(8);
        producer.send("camera", Images.jpegOfLength(30_000, 0));
        viewer.awaitStream("camera", "state", "live");
        List<MjpegClient> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            clients.add(viewer.watch("/streams/camera.mjpeg"));
        }
        for (MjpegClient client : clients) {
            assertEquals(0, client.next().image()[29_999]);
        }
        for (int number = 1; number <= 30; number++) {
            producer.send("camera", Images.jpegOfLength(30_000, number));
            for (MjpegClient client : clients) {
                assertEquals(number, client.next().image()[29_999]);
            }
        }
        viewer.awaitStream("camera", "viewers", MANY);
        assertEquals(1, viewer.count("pool_frames"), "all clients share one frame in memory");
        for (MjpegClient client : clients) {
            client.close();
        }
    }

    @Test
    void endsAViewerThatStopsReadingAndNobodyElse() throws Exception {
        producer.createTopic(1);
        producer.send("camera", Images.jpegOfLength(900_000, 0));
        viewer.awaitStream("camera", "state", "live");
        AtomicBoolean more = new AtomicBoolean(true);
        ExecutorService camera = Executors.newSingleThreadExecutor();
        try (MjpegClient normal = viewer.watch("/streams/camera.mjpeg");
                MjpegClient stalled = viewer.watchWithSmallBuffer("/streams/camera.mjpeg")) {
            Future<?> sent = camera.submit(() -> {
                for (int number = 1; more.get(); number++) {
                    producer.send("camera", Images.jpegOfLength(900_000, number));
                }
                return null;
            });
            Await.until("the stalled client is disconnected", () -> {
                normal.next();
                return viewer.count("stalled_connections_total") == 1;
            });
            assertThrows(IOException.class, stalled::awaitEnd);
            normal.next();
            normal.next();
            more.set(false);
            sent.get(30, TimeUnit.SECONDS);
            viewer.awaitStream("camera", "viewers", 1);
        } finally {
            camera.shutdownNow();
        }
    }

    @Test
    void goesOnWithATopicThatIsMadeAnew() throws Exception {
        producer.createTopic(2);
        for (int number = 0; number < 20; number++) {
            producer.send(0, "old", JPEG);
        }
        viewer.awaitStream("old", "state", "live");
        try (MjpegClient watching = viewer.watch("/kaf/")) {
            producer.deleteTopic();
            viewer.awaitReadiness(503, "does not exist yet");
            producer.createTopic(3);
            viewer.awaitReadiness(200, "has the topic");
            producer.send(2, null, PNG);

            assertArrayEquals(PNG, watching.next().image());
        }
        assertEquals(404, viewer.get("/streams/old.mjpeg").statusCode());
    }
}
