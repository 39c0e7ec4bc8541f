package io.framelog.publisher.send;

import io.framelog.kafka.KafkaOptions;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns of an existing topic that does harm to frames, or differs from what was asked for. It changes nothing. */
final class TopicReport {
    private final Logger log = LoggerFactory.getLogger(TopicReport.class);
    private final KafkaOptions kafka;
    private final TopicSettings asked;
    private final int maxFrameBytes;

    /** @param maxFrameBytes the largest frame that will be sent; a topic with a lower limit is reported */
    TopicReport(KafkaOptions kafka, TopicSettings asked, int maxFrameBytes) {
        this.kafka = kafka;
        this.asked = asked;
        this.maxFrameBytes = maxFrameBytes;
    }

    /** Looks at the topic of frames. Says nothing if this user may not. */
    void tell(Admin admin) throws InterruptedException {
        try {
            TopicDescription topic = admin.describeTopics(List.of(kafka.topic()))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            warn(config);
            compare(
                    config,
                    topic.partitions().size(),
                    topic.partitions().get(0).replicas().size());
        } catch (ExecutionException e) {
            log.debug("the topic's settings cannot be read", e);
        }
    }

    private void warn(Config config) {
        String limit = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
        if (Integer.parseInt(limit) < maxFrameBytes) {
            log.warn(
                    "topic {} accepts records of up to {} bytes (max.message.bytes), but --max-frame-bytes is {}: "
                            + "Kafka will reject larger frames",
                    kafka.topic(),
                    limit,
                    maxFrameBytes);
        }
        String cleanup = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
        if (cleanup.contains(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            log.warn(
                    "topic {} is compacted (cleanup.policy={}): Kafka keeps only the newest frame of each stream, so"
                            + " there will be no past; set cleanup.policy=delete",
                    kafka.topic(),
                    cleanup);
        }
    }

    private void compare(Config config, int partitions, int replicas) {
        TopicDifferences differences = new TopicDifferences(kafka);
        differences.partitions(partitions, asked.partitions());
        differences.replicas(replicas, asked.replicationFactor());
        if (asked.retention().isPresent()) {
            String present = config.get(TopicConfig.RETENTION_MS_CONFIG).value();
            differences.retention(present, asked.retentionMillis());
        }
        if (asked.retentionBytes().isPresent()) {
            String present = config.get(TopicConfig.RETENTION_BYTES_CONFIG).value();
            differences.retentionBytes(present, asked.partitionBytes(partitions), partitions);
        }
        differences.text().ifPresent(log::warn);
    }
}
