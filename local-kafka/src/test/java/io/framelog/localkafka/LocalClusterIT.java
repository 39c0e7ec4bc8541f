package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.localkafka.LocalKafkaException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalClusterIT {

    private static final LocalKafkaOptions OPTIONS =
            LocalKafkaOptions.defaults().withHeap("256m");
    private static final String TOPIC = "video-stream";

    private final Path folder;

    LocalClusterIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void topicsOutliveOneBrokerAndTheWholeCluster() throws Exception {
        byte[] frame = {1, 2, 3};
        try (LocalCluster cluster = LocalCluster.start(OPTIONS.withData(folder), 3)) {
            KafkaClients clients = new KafkaClients(cluster.bootstrapServers());
            clients.send(TOPIC, frame);
            assertReplicated(cluster);

            cluster.kill(leader(cluster));
            assertArrayEquals(frame, clients.receive(TOPIC));
            clients.send(TOPIC, frame);
        }

        LocalKafkaException single =
                assertThrows(LocalKafkaException.class, () -> LocalKafka.start(OPTIONS.withData(folder)));
        assertEquals(Reason.DATA_UNUSABLE, single.reason());
        try (LocalCluster cluster = LocalCluster.start(OPTIONS.withData(folder), 3)) {
            assertArrayEquals(frame, new KafkaClients(cluster.bootstrapServers()).receive(TOPIC));
        }
    }

    @Test
    void removesTemporaryDataAtTheEnd() {
        Path data;
        List<ProcessHandle> processes;
        try (LocalCluster cluster = LocalCluster.start(OPTIONS, 3)) {
            data = cluster.data();
            processes = List.of(cluster.process(1), cluster.process(2), cluster.process(3));
        }

        assertFalse(Files.exists(data));
        assertFalse(processes.stream().anyMatch(ProcessHandle::isAlive));
    }

    private static void assertReplicated(LocalCluster cluster) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, TOPIC);
        try (Admin admin = admin(cluster)) {
            Config config = Objects.requireNonNull(admin.describeConfigs(List.of(resource))
                    .all()
                    .get(30, TimeUnit.SECONDS)
                    .get(resource));
            assertEquals("2", config.get("min.insync.replicas").value());
            assertEquals(3, describe(admin).partitions().get(0).replicas().size());
        }
    }

    private static int leader(LocalCluster cluster) throws Exception {
        try (Admin admin = admin(cluster)) {
            return describe(admin).partitions().get(0).leader().id();
        }
    }

    private static TopicDescription describe(Admin admin) throws Exception {
        return Objects.requireNonNull(admin.describeTopics(List.of(TOPIC))
                .allTopicNames()
                .get(30, TimeUnit.SECONDS)
                .get(TOPIC));
    }

    private static Admin admin(LocalCluster cluster) {
        return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
    }
}
