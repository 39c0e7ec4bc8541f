package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A publisher that is killed in the middle of a file, and started again with {@code --resume}. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class ResumeIT {
    private static final int FRAMES = 400;

    private final TestKafka kafka;
    private final String topic;
    private final Path file;

    ResumeIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.kafka = kafka;
        topic = kafka.uniqueName("resumed");
        file = Recordings.h264(folder.resolve("clip.mp4"), FRAMES);
    }

    @Test
    void goesOnAfterTheLastFrameInTheLogWithoutLossAndWithoutDouble() throws Exception {
        killAfter(60);
        try (ServiceProcess again = publisher("--speed", "2")) {
            again.awaitLine("the topic has the first \\d+ frames of .*clip.mp4: going on after them");
            awaitFrames(180);
            again.signal("KILL");
            again.awaitExit();
        }
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(9)))
                    .all()
                    .get();
        }
        try (ServiceProcess again = publisher("--speed", "max")) {
            assertEquals(0, again.awaitExit(), again.output());
        }
        assertComplete();

        try (ServiceProcess again = publisher("--speed", "max")) {
            assertEquals(0, again.awaitExit(), again.output());
            assertTrue(again.output().contains("0 frames sent"), again.output());
        }
        assertEquals(FRAMES, frames().size(), "there was nothing left to do");
    }

    /** Its status must not hide where the log has the frames that it skips. */
    @Test
    void isKilledAgainBeforeItsFirstFrame() throws Exception {
        killAfter(200);
        try (ServiceProcess again = publisher("--speed", "0.01")) {
            again.awaitLine("going on after them");
            again.signal("KILL");
            again.awaitExit();
        }
        try (ServiceProcess again = publisher("--speed", "max")) {
            assertEquals(0, again.awaitExit(), again.output());
        }
        assertComplete();
    }

    /** The same stream with another source begins a new run. */
    @Test
    void anotherFileBeginsWithItsFirstFrame(@TempDir Path folder) throws Exception {
        Path other = Recordings.h264(folder.resolve("other.mp4"), 10);
        for (String name : List.of(other.toString(), file.toString())) {
            try (ServiceProcess publisher = start("--file", name, "--speed", "max", "--resume")) {
                assertEquals(0, publisher.awaitExit(), publisher.output());
                assertTrue(publisher.output().contains("beginning with the first"), publisher.output());
            }
        }
        assertEquals(10 + FRAMES, frames().size());
    }

    private void killAfter(int frames) throws Exception {
        try (ServiceProcess killed = publisher("--speed", "2")) {
            awaitFrames(frames);
            killed.signal("KILL");
            killed.awaitExit();
        }
    }

    private ServiceProcess publisher(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--file", file.toString(), "--resume"));
        all.addAll(Arrays.asList(arguments));
        return start(all.toArray(String[]::new));
    }

    private ServiceProcess start(String... arguments) {
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic),
                arguments);
    }

    private void awaitFrames(int count) throws InterruptedException {
        while (true) {
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                if (reader.readToEnd().size() >= count) {
                    return;
                }
            } catch (KafkaException e) {
                // The topic is not there yet.
            }
            Thread.sleep(50);
        }
    }

    private List<Frame> frames() {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            return reader.readToEnd();
        }
    }

    private void assertComplete() throws Exception {
        List<Frame> frames = new ArrayList<>(frames());
        frames.sort((one, two) -> Long.compare(one.capturedMicros(), two.capturedMicros()));
        assertEquals(
                LongStream.range(0, FRAMES).boxed().toList(),
                frames.stream().map(frame -> frame.origin().orElseThrow().seq()).toList());
        List<Integer> pictures = new ArrayList<>();
        for (Frame frame : frames) {
            BufferedImage picture = Published.decode(frame);
            pictures.add(Recordings.number((x, y) -> picture.getRGB(x, y) & 0xFF));
        }
        assertEquals(IntStream.range(0, FRAMES).boxed().toList(), pictures, "each is the picture of its number");
        assertEquals(
                1,
                frames.stream()
                        .map(frame -> frame.origin().orElseThrow().run())
                        .distinct()
                        .count(),
                "one run");
    }
}
