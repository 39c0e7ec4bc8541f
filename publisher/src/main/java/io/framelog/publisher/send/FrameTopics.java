package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
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

/** Sees to it that Kafka is there and has the topics; those that exist are used as they are. */
final class FrameTopics {
    /** Enough for a viewer that watches a few of a hundred streams to fetch only a part of them. */
    private static final int PARTITIONS = 8;

    private static final String RETENTION_MS = Long.toString(Duration.ofHours(1).toMillis());
    /** Of each partition: more than an hour of one stream of 640x480 at 30 frames per second, and 32 GiB of all together. */
    private static final String RETENTION_BYTES = Long.toString(4L << 30);
    /** Kafka removes whole segments: small ones keep to the retention more closely. */
    private static final String SEGMENT_BYTES = Integer.toString(128 << 20);

    private static final int MAX_MESSAGE_BYTES = 8 << 20;
    /**
     * Of the statuses: Kafka compacts closed segments only, and with a thousand streams five seconds fill this one, so that who
     * reads them all reads seconds of heartbeats and not hours. It is also the least that Kafka allows.
     */
    private static final String STATUS_SEGMENT_BYTES = Integer.toString(1 << 20);
    /** Compacted already where a tenth is old: with many streams the statuses that hold are more than a segment. */
    private static final String STATUS_DIRTY_RATIO = "0.1";

    private static final String EVENTS_RETENTION_MS =
            Long.toString(Duration.ofDays(7).toMillis());
    /** Half a million events, for a stream that comes and goes all the time. */
    private static final String EVENTS_RETENTION_BYTES = Integer.toString(256 << 20);

    private static final String EVENTS_SEGMENT_BYTES = Integer.toString(16 << 20);
    private static final int RESOLVE_PAUSE_MILLIS = 500;

    private final Logger log = LoggerFactory.getLogger(FrameTopics.class);
    private final KafkaOptions kafka;
    private final int maxFrameBytes;

    /** @param maxFrameBytes the largest frame that will be sent; a topic that takes less is reported */
    FrameTopics(KafkaOptions kafka, int maxFrameBytes) {
        this.kafka = kafka;
        this.maxFrameBytes = maxFrameBytes;
    }

    /**
     * Waits for Kafka and creates the topics that are absent.
     *
     * @param wait how long Kafka may be away
     * @throws CommandFailure if it is away for longer, or refuses us
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
                    String message = "Kafka at " + kafka.address() + " has a name that nobody knows (waited "
                            + wait.toSeconds() + " s): name its address with --bootstrap-server";
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

    /** Frames go without events, where these may not be written. */
    private void createEvents(Admin admin) throws ExecutionException, InterruptedException {
        NewTopic topic = events(EventTopic.of(kafka.topic()).name());
        try {
            createUnlessThere(admin, topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RetriableException || !(e.getCause() instanceof ApiException)) {
                throw e;
            }
            log.warn(
                    "the topic {} cannot be had: {}", topic.name(), e.getCause().getMessage());
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
                        "the topic {} takes records of up to {} bytes (max.message.bytes), --max-frame-bytes allows {}: "
                                + "larger frames will be refused",
                        kafka.topic(),
                        limit,
                        maxFrameBytes);
            }
        } catch (ExecutionException e) {
            log.debug("the topic's limits may not be read", e);
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

    /** One partition: the order of all events is that of the log. */
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
        String kafkaThere = "Kafka at " + kafka.address();
        if (cause instanceof AuthenticationException) {
            return new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    kafkaThere + " refuses us: " + cause.getMessage() + "; check --kafka-config",
                    cause);
        }
        if (cause instanceof RetriableException) {
            String message = kafkaThere + " does not answer (waited " + wait.toSeconds()
                    + " s): start it, or name its address with --bootstrap-server";
            return new CommandFailure(ExitCode.UNAVAILABLE, message, cause);
        }
        if (cause instanceof ApiException) {
            return new CommandFailure(ExitCode.UNAVAILABLE, kafkaThere + ": " + cause.getMessage(), cause);
        }
        return new CommandFailure(ExitCode.UNEXPECTED, kafkaThere + ": " + cause, cause);
    }
}
