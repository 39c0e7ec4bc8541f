package io.framelog.publisher.send;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** The topics as the publisher creates them. */
final class NewTopics {
    /** So that a viewer that shows a few of a hundred streams fetches only a part of them. */
    private static final int PARTITIONS = 8;

    private static final String RETENTION_MS = Long.toString(Duration.ofHours(1).toMillis());
    /** Per partition: more than an hour of one stream of 640x480 at 30 frames per second. All partitions: 32 GiB. */
    private static final String RETENTION_BYTES = Long.toString(4L << 30);
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

    private NewTopics() {}

    static NewTopic frames(String name) {
        return new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())
                .configs(Map.of(
                        TopicConfig.RETENTION_MS_CONFIG,
                        RETENTION_MS,
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        RETENTION_BYTES,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        SEGMENT_BYTES,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(MAX_MESSAGE_BYTES),
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime",
                        TopicConfig.COMPRESSION_TYPE_CONFIG,
                        "uncompressed"));
    }

    /** Kafka stamps the statuses itself, so that publishers with a wrong clock notice it: see {@link ClockCheck}. */
    static NewTopic status(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "LogAppendTime",
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        STATUS_SEGMENT_BYTES,
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        STATUS_DIRTY_RATIO));
    }

    /** One partition, so that all events are in order. */
    static NewTopic events(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        EVENTS_RETENTION_MS,
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        EVENTS_RETENTION_BYTES,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        EVENTS_SEGMENT_BYTES,
                        TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                        "CreateTime"));
    }
}
