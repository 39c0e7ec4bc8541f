package io.framelog.benchmarks.servers;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.status.StatusTopic;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A topic of frames and its topic of statuses. Closing it deletes both, so that the disk does not fill. */
public record Topic(String bootstrapServer, String name) implements AutoCloseable {
    /** Creates both; the frames are kept for good. */
    public void create(int partitions) throws InterruptedException {
        Map<String, String> keep =
                Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.RETENTION_BYTES_CONFIG, "-1");
        try (Admin admin = admin()) {
            await(admin.createTopics(List.of(
                            new NewTopic(name, partitions, (short) 1).configs(keep),
                            new NewTopic(statuses(), 1, (short) 1)))
                    .all());
        }
    }

    private String statuses() {
        return StatusTopic.of(name).name();
    }

    private Admin admin() {
        return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer));
    }

    /** Deletes what there is of them; an interrupt leaves them. */
    @Override
    public void close() {
        try (Admin admin = admin()) {
            for (KafkaFuture<Void> deleted : admin.deleteTopics(List.of(name, statuses()))
                    .topicNameValues()
                    .values()) {
                await(deleted);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void await(KafkaFuture<Void> done) throws InterruptedException {
        try {
            done.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw new CommandFailure(ExitCode.UNEXPECTED, "Kafka rejected a topic: " + e.getMessage(), e);
            }
        }
    }
}
