package io.framelog.publisher.send;

import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaOptions;
import io.framelog.kafka.RecordSize;
import io.framelog.status.StatusTopic;
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

/** Warns of existing topics that do harm, or differ from what was asked for. It changes nothing. */
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

    /** Looks at the topics. Says nothing of those that this user may not see. */
    void tell(Admin admin) throws InterruptedException {
        tellOfFrames(admin);
        String frames = kafka.topic();
        for (String topic : List.of(
                frames, StatusTopic.of(frames).name(), EventTopic.of(frames).name())) {
            try {
                warnOfCompression(topic, describe(admin, topic));
            } catch (ExecutionException e) {
                log.debug("the settings of topic {} cannot be read", topic, e);
            }
        }
    }

    private void tellOfFrames(Admin admin) throws InterruptedException {
        try {
            TopicDescription topic = admin.describeTopics(List.of(kafka.topic()))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next();
            Config config = describe(admin, kafka.topic());
            warn(config);
            compare(
                    config,
                    topic.partitions().size(),
                    topic.partitions().get(0).replicas().size());
        } catch (ExecutionException e) {
            log.debug("the topic's settings cannot be read", e);
        }
    }

    private static Config describe(Admin admin, String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                admin.describeConfigs(List.of(resource)).all().get().get(resource));
    }

    private void warnOfCompression(String topic, Config config) {
        String compression = config.get(TopicConfig.COMPRESSION_TYPE_CONFIG).value();
        if (!compression.equals(RecordSize.UNCOMPRESSED)) {
            log.warn(
                    "topic {} keeps compressed records (compression.type={}), so a small record can fill the memory of"
                            + " its readers; to change it: kafka-configs.sh --bootstrap-server {} --alter --topic {}"
                            + " --add-config compression.type={}",
                    topic,
                    compression,
                    kafka.address(),
                    topic,
                    RecordSize.UNCOMPRESSED);
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
