package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.localkafka.LocalCluster;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.status.StatusTopic;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Topics get what the options ask for when they are created, and are left alone when they exist. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class TopicSettingsIT {
    private final TestKafka kafka;
    private final String topic;

    TopicSettingsIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("settings");
    }

    @Test
    void topicIsCreatedAsTheFileSays(@TempDir Path folder) throws Exception {
        Path config = folder.resolve("cameras.yaml");
        Files.writeString(config, """
                retention: 24h
                retention-bytes: 8GB
                partitions: 4
                replication-factor: 1
                streams: {pattern: {test-pattern: true}}
                """);
        try (ServiceProcess publisher = start(kafka.bootstrapServer(), "--config=" + config);
                Admin admin = admin(kafka.bootstrapServer())) {
            publisher.awaitLine("created the topic .*-events");
            assertEquals(4, describe(admin).partitions().size());
            assertEquals("86400000", setting(admin, "retention.ms").value());
            assertEquals("2000000000", setting(admin, "retention.bytes").value());
            assertEquals("1", setting(admin, "min.insync.replicas").value());
            assertFalse(publisher.output().contains("asks for"), publisher.output());
        }
    }

    @Test
    void tellsHowAnExistingTopicDiffersAndUsesIt() throws Exception {
        try (Admin admin = admin(kafka.bootstrapServer())) {
            NewTopic existing = new NewTopic(topic, 2, (short) 1)
                    .configs(Map.of("retention.ms", "600000", "retention.bytes", "1000000"));
            admin.createTopics(List.of(
                            existing,
                            new NewTopic(StatusTopic.of(topic).name(), 1, (short) 1),
                            new NewTopic(EventTopic.of(topic).name(), 1, (short) 1)))
                    .all()
                    .get();
            try (ServiceProcess publisher = start(
                    kafka.bootstrapServer(),
                    "--test-pattern",
                    "--stats=1s",
                    "--retention=1d",
                    "--retention-bytes=8MiB",
                    "--partitions=4",
                    "--replication-factor=3")) {
                publisher.awaitLine("frames: [1-9]\\d* acknowledged");
                String server = " --bootstrap-server " + kafka.bootstrapServer();
                String line = "topic " + topic + " exists with 2 partitions (--partitions asks for 4), "
                        + "1 replicas (--replication-factor asks for 3), "
                        + "retention.ms=600000 (--retention asks for 86400000), "
                        + "retention.bytes=1000000 (--retention-bytes asks for 4194304 in each of 2 partitions); "
                        + "it is used as it is; to change it: kafka-topics.sh" + server + " --alter --topic " + topic
                        + " --partitions 4; kafka-reassign-partitions.sh" + server
                        + " --execute --reassignment-json-file FILE, with 3 brokers for each partition in the file; "
                        + "kafka-configs.sh" + server + " --alter --topic " + topic
                        + " --add-config retention.ms=86400000,retention.bytes=4194304";
                List<String> told = publisher
                        .output()
                        .lines()
                        .filter(text -> text.contains("asks for"))
                        .toList();
                assertEquals(1, told.size(), publisher.output());
                assertTrue(told.get(0).endsWith(line), publisher.output());
            }
            assertEquals("600000", setting(admin, "retention.ms").value(), "it is left alone");
        }
    }

    @Test
    void tooManyReplicasAreRefused() throws Exception {
        try (ServiceProcess publisher = start(kafka.bootstrapServer(), "--test-pattern", "--replication-factor=3")) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().endsWith("; lower --replication-factor"), publisher.output());
        }
    }

    @Test
    void threeBrokersKeepThreeCopies() throws Exception {
        try (LocalCluster cluster =
                        LocalCluster.start(LocalKafkaOptions.defaults().withHeap("256m"), 3);
                Admin admin = admin(cluster.bootstrapServers());
                ServiceProcess publisher = start(cluster.bootstrapServers(), "--test-pattern", "--stats=1s")) {
            publisher.awaitLine("frames: [1-9]\\d* acknowledged");
            assertEquals(3, describe(admin).partitions().get(0).replicas().size());
            ConfigEntry least = setting(admin, "min.insync.replicas");
            assertEquals("2", least.value());
            assertEquals(
                    ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG, least.source(), "whatever the brokers are set to");
        }
    }

    private ServiceProcess start(String bootstrapServers, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--topic=" + topic));
        all.addAll(List.of(arguments));
        return ServiceProcess.start(
                "publisher", Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServers), all.toArray(String[]::new));
    }

    private static Admin admin(String bootstrapServers) {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    private TopicDescription describe(Admin admin) throws Exception {
        return Optional.ofNullable(admin.describeTopics(List.of(topic))
                        .allTopicNames()
                        .get()
                        .get(topic))
                .orElseThrow();
    }

    private ConfigEntry setting(Admin admin, String name) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Config config = Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
        return config.get(name);
    }
}
