package io.framelog.viewer;

import static io.framelog.viewer.FilmedStream.numbersToTheEnd;
import static io.framelog.viewer.FilmedStream.range;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A stream that changes its partition: the topic gets more of them or fewer, or producers do not agree. */
@Timeout(120)
@ExtendWith(KafkaExtension.class)
class SeveralPartitionsIT {
    private static final int FRAMES = 100;
    private static final long FRAME_MICROS = 20_000;
    /** What docs/reliability.md promises. */
    private static final Duration NEW_PARTITIONS_SEEN = Duration.ofSeconds(10);

    private final long begin = (System.currentTimeMillis() - 300_000) * 1000;
    private final TestKafka kafka;
    private final String topic;
    private @Nullable RunningViewer viewer;

    SeveralPartitionsIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("frames");
    }

    @AfterEach
    void close() {
        if (viewer != null) {
            viewer.close();
        }
    }

    private RunningViewer viewer() {
        RunningViewer present = viewer == null ? new RunningViewer(kafka.bootstrapServer(), topic) : viewer;
        viewer = present;
        return present;
    }

    @Test
    void findsThePastThatWasInOtherPartitions() throws Exception {
        try (Recording recording = new Recording(kafka.bootstrapServer(), topic, 6)) {
            write(recording, 3, "other", 0, 500);
            write(recording, 3, "front", 0, FRAMES);
            write(recording, 3, "other", 500, 1000);
            write(recording, 5, "front", FRAMES, 2 * FRAMES);
            write(recording, 5, "other", 1000, 1500);
            write(recording, 1, "front", 2 * FRAMES, 3 * FRAMES);
            recording.flush();
            viewer().awaitStream("front", "name", "front");

            for (int i = 0; i < 5; i++) { // while the viewer looks where the streams were, and afterwards
                assertEquals(3 * FRAMES, frames("from=earliest"));
                assertEquals(FRAMES, frames("from=" + millis(0) + "&to=" + millis(FRAMES - 1)));
                assertEquals(50, shownAt(50));
                assertEquals(150, shownAt(150));
                assertEquals(250, shownAt(250));
                Map<String, Object> timeline = viewer().json("/streams/front/timeline?from=" + millis(0) + "&to="
                        + millis(3 * FRAMES) + "&buckets=3");
                assertEquals(List.of(100L, 100L, 100L), TimelineJson.frames(TimelineJson.buckets(timeline)));
            }
            try (MjpegClient replay =
                    viewer().watch("/streams/front.mjpeg?speed=2&from=" + millis(50) + "&to=" + millis(249))) {
                assertEquals(range(50, 249), numbersToTheEnd(replay));
            }
        }
    }

    @Test
    void aLiveClientSeesPartitionsThatAreAddedWithinTenSeconds() throws Exception {
        try (Recording recording = new Recording(kafka.bootstrapServer(), topic, 1)) {
            write(recording, 0, "front", 0, 10);
            recording.flush();
            viewer().awaitStream("front", "name", "front");
            try (MjpegClient live = viewer().watch("/streams/front.mjpeg")) {
                assertEquals(9, Recording.number(live.next().image()));
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(6)))
                            .all()
                            .get();
                }
                long added = System.nanoTime();
                try (Recording further = Recording.of(kafka.bootstrapServer(), topic)) {
                    write(further, 4, "front", 10, 11);
                    further.flush();
                }
                int number = 9; // it may be sent again meanwhile
                while (number == 9) {
                    number = Recording.number(live.next().image());
                }
                assertEquals(10, number);
                Duration seen = Duration.ofNanos(System.nanoTime() - added);
                assertTrue(seen.compareTo(NEW_PARTITIONS_SEEN) < 0, "seen after " + seen);
            }
        }
    }

    @Test
    void aReplayGoesOnInPartitionsThatAreAdded() throws Exception {
        try (Recording recording = new Recording(kafka.bootstrapServer(), topic, 1)) {
            write(recording, 0, "front", 0, 300);
            recording.flush();
            viewer().awaitStream("front", "name", "front");
            try (MjpegClient replay = viewer().watch("/streams/front.mjpeg?from=earliest")) {
                List<Integer> numbers = new ArrayList<>();
                numbers.add(Recording.number(replay.next().image()));
                try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
                    admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(6)))
                            .all()
                            .get();
                }
                try (Recording further = Recording.of(kafka.bootstrapServer(), topic)) {
                    write(further, 4, "front", 300, 500);
                    further.flush();
                }
                while (numbers.size() < 500) {
                    numbers.add(Recording.number(replay.next().image()));
                }
                assertEquals(range(0, 499), numbers);
            }
        }
    }

    @Test
    void aReplayEndsIfItsPartitionVanishes() throws Exception {
        try (Recording recording = new Recording(kafka.bootstrapServer(), topic, 2)) {
            write(recording, 1, "front", 0, 2000);
            recording.flush();
        }
        viewer().awaitStream("front", "name", "front");
        try (MjpegClient replay = viewer().watch("/streams/front.mjpeg?from=earliest&speed=0.5");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            assertEquals(0, Recording.number(replay.next().image()));
            admin.deleteTopics(Set.of(topic)).all().get();
            Await.until(
                    "the topic is gone", () -> !admin.listTopics().names().get().contains(topic));
            admin.createTopics(Set.of(new NewTopic(topic, Optional.of(1), Optional.of((short) 1))))
                    .all()
                    .get();
            List<Integer> numbers = numbersToTheEnd(replay);
            assertEquals(range(1, numbers.size()), numbers, "what was read before is shown");
            Await.until("its slot is free", () -> viewer().count("replays") == 0);
        }
    }

    private void write(Recording recording, int partition, String stream, int first, int end) {
        for (int i = first; i < end; i++) {
            recording.write(partition, stream, Recording.image(i, 64), begin + i * FRAME_MICROS);
        }
    }

    private long millis(int number) {
        return (begin + number * FRAME_MICROS) / 1000;
    }

    private int shownAt(int number) throws Exception {
        return Recording.number(
                viewer().get("/streams/front.jpg?at=" + millis(number)).body());
    }

    /** How many frames a clip has. */
    private int frames(String query) throws Exception {
        byte[] zip = viewer().get("/streams/front.zip?" + query).body();
        int frames = 0;
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            while (entries.getNextEntry() != null) {
                frames++;
            }
        } catch (IOException e) {
            throw new AssertionError(frames + " frames, then " + e, e);
        }
        assertTrue(frames > 0, new String(zip, UTF_8));
        return frames;
    }
}
