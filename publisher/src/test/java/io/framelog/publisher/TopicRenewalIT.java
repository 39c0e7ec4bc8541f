package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Topics that change while a publisher writes to them, on a broker that makes missing topics with its defaults. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class TopicRenewalIT {
    private static final Map<String, String> CHOSEN = Map.of("retention.ms", "600000", "max.message.bytes", "4000000");

    private final TestKafka kafka;
    private final String topic;
    private final Admin admin;
    private final Path folder;

    TopicRenewalIT(TestKafka kafka, @TempDir Path folder) {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("renewed");
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()));
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @Test
    void aTopicThatIsDeletedGetsItsPartitionsAndSettingsBack() throws Exception {
        create(3);
        try (ServiceProcess publisher = publisher("--test-pattern", "--fps", "10", "--size", "160x120")) {
            awaitFrames(10);
            admin.deleteTopics(List.of(topic)).all().get();

            publisher.awaitLine("the topic " + topic + " was deleted");
            await(() -> description().partitions().size() == 3);
            await(() -> "600000".equals(config().get("retention.ms").value())
                    && "4000000".equals(config().get("max.message.bytes").value()));
            awaitFrames(20);
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
        }
    }

    @Test
    void aFileGoesOnInTheNewTopic() throws Exception {
        create(3);
        int frames = 600;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        try (ServiceProcess publisher = publisher("--file", file.toString(), "--speed", "3")) {
            awaitFrames(60);
            admin.deleteTopics(List.of(topic)).all().get();
            assertEquals(0, publisher.awaitExit(), publisher.output());
        }
        // With other partitions, the stream moves into another one.
        List<Long> seqs = seqs(all()).stream().sorted().toList();
        long first = seqs.get(0);
        assertEquals(LongStream.range(first, frames).boxed().toList(), seqs, "no gap and no double behind the first");
    }

    @Test
    void partitionsThatAreAddedLoseAndDoubleNothing() throws Exception {
        create(1);
        int frames = 600;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        try (ServiceProcess publisher = publisher("--file", file.toString(), "--speed", "1.5")) {
            for (int partitions = 2; partitions <= 7; partitions += 5) {
                awaitFrames(60);
                admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions)))
                        .all()
                        .get();
            }
            assertEquals(0, publisher.awaitExit(), publisher.output());
        }
        assertEquals(
                LongStream.range(0, frames).boxed().toList(),
                seqs(all()).stream().sorted().toList());
    }

    private void create(int partitions) throws Exception {
        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1).configs(CHOSEN)))
                .all()
                .get();
    }

    private TopicDescription description() throws Exception {
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .get();
    }

    private Config config() throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource))
                .values()
                .values()
                .iterator()
                .next()
                .get();
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    /** Until it holds, or JUnit's limit is over. A topic may be missing meanwhile. */
    private static void await(Condition condition) throws InterruptedException {
        while (true) {
            try {
                if (condition.holds()) {
                    return;
                }
            } catch (InterruptedException e) {
                throw e;
            } catch (Exception e) {
                // It is not there yet.
            }
            Thread.sleep(50);
        }
    }

    private ServiceProcess publisher(String... arguments) {
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic),
                arguments);
    }

    private void awaitFrames(int count) throws InterruptedException {
        await(() -> {
            try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
                return reader.readToEnd().size() >= count;
            }
        });
    }

    private List<Frame> all() {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            List<Frame> frames = reader.readToEnd();
            assertTrue(frames.size() > 60, frames.size() + " frames");
            return frames;
        }
    }

    private static List<Long> seqs(List<Frame> frames) {
        return frames.stream().map(frame -> frame.origin().orElseThrow().seq()).toList();
    }
}
