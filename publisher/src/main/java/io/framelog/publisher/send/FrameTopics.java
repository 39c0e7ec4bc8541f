package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.DurationText;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.status.StatusTopic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for Kafka and creates missing topics. Existing topics are used as they are. */
final class FrameTopics {
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
    private static final int RESOLVE_PAUSE_MILLIS = 500;

    private final Logger log = LoggerFactory.getLogger(FrameTopics.class);
    private final KafkaOptions kafka;
    private final int maxFrameBytes;

    /** @param maxFrameBytes the largest frame that will be sent; a topic with a lower limit is reported */
    FrameTopics(KafkaOptions kafka, int maxFrameBytes) {
        this.kafka = kafka;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Waits for Kafka and creates missing topics.
     *
     * @param wait how long to wait
     * @throws CommandFailure if Kafka is not reachable in that time, or denies access
     */
    void prepare(Duration wait) throws InterruptedException {
        int millis = (int) Math.min(Integer.MAX_VALUE, wait.toMillis());
        Map<String, Object> config = kafka.over(Map.of(
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                millis,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                Math.min(5000, millis),
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1000,
                AdminClientConfig.CLIENT_ID_CONFIG,
                "framelog-publisher"));
        kafka.raise(
                config, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        kafka.requireKafka();
        try (Admin admin = connect(config, wait)) {
            createUnlessThere(admin, frames(kafka.topic()));
            createUnlessThere(admin, status(StatusTopic.of(kafka.topic()).name()));
            createEvents(admin);
            reportSmallLimit(admin);
        } catch (ExecutionException e) {
            throw explain(e.getCause() == null ? e : e.getCause(), wait);
        }
    }

    private Admin connect(Map<String, Object> config, Duration wait) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            try {
                return Admin.create(config);
            } catch (KafkaException e) {
                if (!KafkaOptions.isUnresolvable(e)) {
                    return kafka.connect(() -> {
                        throw e;
                    });
                }
                if (System.nanoTime() - deadline > 0) {
                    String message = "the host name of Kafka at " + kafka.address() + " is unknown (waited "
                            + DurationText.format(wait) + "): give its address with --bootstrap-server";
                    throw new CommandFailure(ExitCode.UNAVAILABLE, message, e);
                }
            }
            TimeUnit.MILLISECONDS.sleep(RESOLVE_PAUSE_MILLIS);
        }
    }

    private void createUnlessThere(Admin admin, NewTopic topic) throws ExecutionException, InterruptedException {
        try {
            admin.describeTopics(List.of(topic.name())).allTopicNames().get();
            return;
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        try {
            admin.createTopics(List.of(topic)).all().get();
            log.info("created the topic {}", topic.name());
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    /** Without access to this topic, frames are sent without events. */
    private void createEvents(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic = events(EventTopic.of(kafka.topic()).name());
        try {
            createUnlessThere(admin, topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException || !(e.getCause() instanceof ApiException)) {
                throw e;
            }
            log.warn(
                    "no events will be written, because topic {} is not available: {}",
                    topic.name(),
                    e.getCause().getMessage());
        }
    }

    private void reportSmallLimit(Admin admin) throws InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, kafka.topic());
        try {
            Config config = admin.describeConfigs(List.of(topic))
                    .all()
                    .get()
                    .values()
                    .iterator()
                    .next();
            String limit = config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value();
            if (Integer.parseInt(limit) < maxFrameBytes) {
                log.warn(
                        "topic {} accepts records of up to {} bytes (max.message.bytes), but --max-frame-bytes is {}: "
                                + "Kafka will reject larger frames",
                        kafka.topic(),
                        limit,
                        maxFrameBytes);
            }
        } catch (ExecutionException e) {
            log.debug("the topic's settings cannot be read", e);
        }
    }

    private static NewTopic frames(String name) {
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

    private static NewTopic status(String name) {
        return new NewTopic(name, Optional.of(1), Optional.empty())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_COMPACT,
                        TopicConfig.SEGMENT_BYTES_CONFIG,
                        STATUS_SEGMENT_BYTES,
                        TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
                        STATUS_DIRTY_RATIO));
    }

    /** One partition, so that all events are in order. */
    private static NewTopic events(String name) {
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

    private CommandFailure explain(Throwable cause, Duration wait) {
        String address = "Kafka at " + kafka.address();
        if (cause instanceof AuthenticationException) {
            return new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    address + " denies access: " + new KafkaFault(cause).text() + "; check --kafka-config",
                    cause);
        }
        if (cause instanceof RetriableException) {
            String message = address + " does not answer (waited " + DurationText.format(wait) + "): "
                    + kafka.diagnose().orElse("start it, or give its address with --bootstrap-server");
            return new CommandFailure(ExitCode.UNAVAILABLE, message, cause);
        }
        if (cause instanceof ApiException) {
            String reason = new KafkaFault(cause).text(KafkaFault.Right.CREATE, kafka.topic());
            return new CommandFailure(ExitCode.UNAVAILABLE, address + ": " + reason, cause);
        }
        return new CommandFailure(ExitCode.UNEXPECTED, address + ": " + cause, cause);
    }
}
