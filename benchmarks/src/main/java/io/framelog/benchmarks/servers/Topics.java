package io.framelog.benchmarks.servers;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;

/** The broker's topics. */
public final class Topics {
    private final Map<String, Object> client;

    /** @param bootstrapServer the broker's address */
    public Topics(String bootstrapServer) {
        client = Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
    }

    /** Makes one. */
    public void create(String name, int partitions) throws InterruptedException {
        create(name, partitions, Map.of());
    }

    /** Makes one that keeps all that is written into it. */
    public void createKeeping(String name, int partitions) throws InterruptedException {
        create(
                name,
                partitions,
                Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1"));
    }

    private void create(String name, int partitions, Map<String, String> settings) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
            await(admin.createTopics(List.of(topic)).all());
        }
    }

    /** Removes one with its frames, so that the disk does not fill. */
    public void delete(String name) throws InterruptedException {
        try (Admin admin = Admin.create(client)) {
            await(admin.deleteTopics(List.of(name)).all());
        }
    }

    private static void await(KafkaFuture<Void> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "Kafka refuses a topic: " + e.getMessage(), e);
        }
    }
}
