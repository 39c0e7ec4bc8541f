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
            int partitions = topic.partitions().size();
            comparePartitions(partitions);
            compareReplicas(topic.partitions().get(0).replicas().size());
            ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
            Config config = Objects.requireNonNull(
                    admin.describeConfigs(List.of(resource)).all().get().get(resource));
            warn(config);
            compareRetention(config, partitions);
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

    private void compareRetention(Config config, int partitions) {
        if (asked.retention().isPresent()) {
            compare(config, TopicConfig.RETENTION_MS_CONFIG, asked.retentionMillis(), "--retention");
        }
        if (asked.retentionBytes().isPresent()) {
            compare(
                    config,
                    TopicConfig.RETENTION_BYTES_CONFIG,
                    asked.partitionBytes(partitions),
                    "--retention-bytes, divided by " + partitions + " partitions,");
        }
    }

    private void compare(Config config, String setting, long wanted, String option) {
        String present = config.get(setting).value();
        if (!present.equals(Long.toString(wanted))) {
            log.warn(
                    "topic {} exists with {}={}, and {} asks for {}; it is used as it is; to change it: "
                            + "kafka-configs.sh --bootstrap-server {} --alter --topic {} --add-config {}={}",
                    kafka.topic(),
                    setting,
                    present,
                    option,
                    wanted,
                    kafka.address(),
                    kafka.topic(),
                    setting,
                    wanted);
        }
    }

    private void comparePartitions(int present) {
        int wanted = asked.partitions().orElse(present);
        if (wanted > present) {
            log.warn(
                    "topic {} exists with {} partitions, and --partitions asks for {}; it is used as it is; to change "
                            + "it: kafka-topics.sh --bootstrap-server {} --alter --topic {} --partitions {}",
                    kafka.topic(),
                    present,
                    wanted,
                    kafka.address(),
                    kafka.topic(),
                    wanted);
        } else if (wanted < present) {
            log.warn(
                    "topic {} exists with {} partitions, and --partitions asks for {}; it is used as it is, because "
                            + "Kafka takes no partitions away: a new --topic can have fewer",
                    kafka.topic(),
                    present,
                    wanted);
        }
    }

    private void compareReplicas(int present) {
        int wanted = asked.replicationFactor().orElse(present);
        if (wanted != present) {
            log.warn(
                    "topic {} exists with {} replicas, and --replication-factor asks for {}; it is used as it is; to "
                            + "change it: kafka-reassign-partitions.sh --bootstrap-server {} --execute "
                            + "--reassignment-json-file FILE, with {} brokers for each partition in the file",
                    kafka.topic(),
                    present,
                    wanted,
                    kafka.address(),
                    wanted);
        }
    }
}
