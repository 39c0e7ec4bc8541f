package io.framelog.publisher.send;

import io.framelog.kafka.RecordSize;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * The topics as the publisher creates them. Where there are enough brokers, one of them may be missing: the others have
 * copies of all it had, and take frames meanwhile.
 */
final class NewTopics {
    /** Kafka removes whole segments, so small ones follow the retention more closely. */
    private static final String SEGMENT_BYTES = Integer.toString(128 << 20);

    private static final int MAX_MESSAGE_BYTES = 8 << 20;
    /**
     * Kafka compacts only closed segments. A thousand streams fill this one in five seconds, so a consumer of the whole
     * topic reads heartbeats of seconds, not of hours. It is also the smallest size that Kafka allows.
     */
    private static final String STATUS_SEGMENT_BYTES = Integer.toString(1 << 20);
    /** Compacts when a tenth is outdated, because the valid statuses of many streams need more than one segment. */
    private static final String STATUS_DIRTY_RATIO = "0.1";

    private static final String EVENTS_RETENTION_MS =
            Long.toString(Duration.ofDays(7).toMillis());
    /** Half a million events, for streams that come and go all the time. */
    private static final String EVENTS_RETENTION_BYTES = Integer.toString(256 << 20);

    private static final String EVENTS_SEGMENT_BYTES = Integer.toString(16 << 20);

    private static final int SAFE_REPLICAS = 3;

    private final TopicSettings settings;
    private final Optional<Short> replicas;

    /** @param brokers how many there are */
    NewTopics(TopicSettings settings, int brokers) {
        this.settings = settings;
        int usual = brokers >= SAFE_REPLICAS ? SAFE_REPLICAS : 0;
        int count = settings.replicationFactor().orElse(usual);
        replicas = count == 0 ? Optional.empty() : Optional.of((short) count); // empty: what the brokers are set to
    }

    NewTopic frames(String name) {
        int partitions = settings.partitionCount();
        return topic(
                name,
                partitions,
                Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(settings.retentionMillis()),
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        Long.toString(settings.partitionBytes(partitions)),
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        SEGMENT_BYTES,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(MAX_MESSAGE_BYTES),
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime",
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        RecordSize.UNCOMPRESSED));
    }

    /** Kafka stamps the statuses itself, so that publishers with a wrong clock notice it: see {@link ClockCheck}. */
    NewTopic status(String name) {
        return topic(
                name,
                1,
                RecordSize.small(Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        STATUS_SEGMENT_BYTES,
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        STATUS_DIRTY_RATIO)));
    }

    /** One partition, so that all events are in order. */
    NewTopic events(String name) {
        return topic(
                name,
                1,
                RecordSize.small(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        EVENTS_RETENTION_MS,
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        EVENTS_RETENTION_BYTES,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        EVENTS_SEGMENT_BYTES,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime")));
    }

    private NewTopic topic(String name, int partitions, Map<String, String> configs) {
        Map<String, String> all = new HashMap<>(configs);
        // Otherwise, a broker's default may ask for more replicas than there are, or for one only.
        replicas.ifPresent(
                count -> all.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, count >= SAFE_REPLICAS ? "2" : "1"));
        return new NewTopic(name, Optional.of(partitions), replicas).configs(all);
    }
}
