package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.Frame;
import io.framelog.localkafka.LocalKafka;
import io.framelog.testing.ServiceProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The guarantees of each kind of source hold when the broker is killed. */
@Timeout(240)
class BrokerOutageIT {
    private static final String TOPIC = "video-stream";

    /** Three seconds in the producer, one in the queue, and the broker serves some seconds before restart() returns. */
    private static final long OLDEST_MICROS = 8_000_000;

    private final LocalKafka kafka = LocalKafka.start();
    private final Path folder;

    BrokerOutageIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void stopKafka() {
        kafka.close();
    }

    @Test
    void fileLosesNothingAcrossAKilledBroker() throws Exception {
        int frames = 300;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        try (ServiceProcess publisher =
                ServiceProcess.start("publisher", environment(), "--file", file.toString(), "--speed", "3")) {
            publisher.awaitLine("created the topic " + TOPIC + "s");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), TOPIC)) {
                reader.readUntil(read -> read.size() >= 60);
            }
            kafka.kill();
            kafka.restart();
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains(frames + " frames sent"), publisher.output());
        }
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), TOPIC)) {
            assertEquals(LongStream.range(0, frames).boxed().toList(), seqs(reader.readToEnd()));
        }
    }

    @Test
    void liveSourceIsDroppedRatherThanDelayedAndComesBackByItself() throws Exception {
        try (ServiceProcess publisher =
                ServiceProcess.start("publisher", environment(), "--test-pattern", "--fps", "30")) {
            publisher.awaitLine("created the topic " + TOPIC + "s");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), TOPIC)) {
                reader.readUntil(read -> read.size() >= 30);
            }
            kafka.kill();
            long away = System.currentTimeMillis() * 1000;
            // It notices the outage and continues to capture.
            publisher.awaitLine("Kafka does not answer");
            kafka.restart();
            long returned = System.currentTimeMillis() * 1000;
            publisher.awaitLine("Kafka answers again");
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), TOPIC)) {
                long back = System.currentTimeMillis() * 1000;
                List<Frame> frames = reader.readUntil(
                        read -> !read.isEmpty() && read.get(read.size() - 1).capturedMicros() > back + 2_000_000);
                List<Long> seqs = seqs(frames);
                assertEquals(seqs.stream().sorted().distinct().toList(), seqs, "in order, none twice");
                assertEquals(
                        List.of(),
                        frames.stream()
                                .map(Frame::capturedMicros)
                                .filter(captured -> captured > away && captured < returned - OLDEST_MICROS)
                                .toList(),
                        "the newest frames come first, and not those that were under way when it was killed");
                long missing = seqs.get(seqs.size() - 1) + 1 - seqs.size();
                assertTrue(missing > 0, "it has dropped frames: those captured while Kafka was away");
                assertEquals(0, gaps(seqs.subList(seqs.size() - 45, seqs.size())), "and now drops none");
                long span = frames.get(frames.size() - 1).capturedMicros()
                        - frames.get(0).capturedMicros();
                double pace = (seqs.get(seqs.size() - 1) - seqs.get(0)) * 1e6 / span;
                assertEquals(30, pace, 1, "capturing never waited for Kafka");
            }
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("outpaced"), publisher.output());
        }
    }

    private Map<String, String> environment() {
        return Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer());
    }

    private static List<Long> seqs(List<Frame> frames) {
        return frames.stream().map(frame -> frame.origin().orElseThrow().seq()).toList();
    }

    private static long gaps(List<Long> seqs) {
        return seqs.get(seqs.size() - 1) - seqs.get(0) + 1 - seqs.size();
    }
}
