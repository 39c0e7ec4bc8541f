package io.framelog.viewer.kafka;

import io.framelog.kafka.KafkaOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the viewer's consumers, most of them without groups and commits. Values are slices of the fetch buffer: {@link
 * ByteBufferDeserializer} copies nothing. The user's settings override those made here. The makers throw a {@link
 * ConfigException} also if the server's name cannot be resolved, which may change. Thread-safe.
 */
public final class ConsumerFactory {
    /** The most bytes of one answer; a single larger record comes nevertheless (KIP-74). */
    private static final int FETCH_BYTES = 16 * 1024 * 1024;
    /** The most bytes of one partition in an answer to the receiver: a second of a good camera. */
    private static final int RECEIVER_BYTES = 4 * 1024 * 1024;
    /** The same for single frames: one batch if a frame is larger, many statuses at once. */
    private static final int SINGLE_FRAME_BYTES = 64 * 1024;
    /** The same for events: a few slices as clients get them. */
    private static final int EVENTS_BYTES = 256 * 1024;

    /** How long a fetch of the receiver waits; meanwhile newly watched partitions wait, too. */
    private static final int RECEIVER_WAIT_MILLIS = 100;
    /** How long a fetch for the next event waits. */
    private static final int EVENTS_WAIT_MILLIS = 500;
    /** The same for reading here and there: a fetch behind the last record must not delay the next read. */
    private static final int SHORT_WAIT_MILLIS = 10;

    /** Records that a member of a group takes at a time: events of 64 KiB would be 6 MiB, frames take 0.1 s. */
    private static final int GROUP_RECORDS = 100;
    /** Records that a page of events takes at a time: those behind the last that it needs are wasted. */
    private static final int PAGE_RECORDS = 100;
    /** After this without a sign of life, others do a member's work. Brokers allow no less, unless they are told to. */
    private static final int GROUP_SESSION_MILLIS = 6_000;

    private static final int GROUP_HEARTBEAT_MILLIS = 2_000;

    private static final String CLIENT_ID = "framelog-viewer";

    private final KafkaOptions options;
    private final Duration answerLimit;

    /** @param options the user's settings */
    public ConsumerFactory(KafkaOptions options) {
        this(options, LogConsumer.ANSWER_LIMIT);
    }

    /**
     * A factory of consumers with another limit.
     *
     * @param options the user's settings
     * @param answerLimit how long Kafka may take to answer
     */
    public ConsumerFactory(KafkaOptions options, Duration answerLimit) {
        this.options = options;
        this.answerLimit = answerLimit;
    }

    /**
     * Refuses settings that no retry can improve, before anything is started.
     *
     * @throws io.framelog.cli.CommandFailure for such settings
     */
    public void check() {
        options.connect(() -> {
            ConsumerConfig config = new ConsumerConfig(options.over(commonSettings(CLIENT_ID)));
            config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG).forEach(ConsumerFactory::requireHostAndPort);
            return config;
        });
        options.requireKafka();
    }

    /** Checks the form only: whether the name can be resolved may change while the viewer runs. */
    private static void requireHostAndPort(String server) {
        if (Utils.getHost(server) == null || Utils.getPort(server) == null) {
            throw new ConfigException(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, server, "must be HOST:PORT");
        }
    }

    /** For the watched streams: from the log's end, with low latency. */
    public LogConsumer receiver() {
        return connect("receiver", "latest", RECEIVER_BYTES, RECEIVER_WAIT_MILLIS);
    }

    /** For discovery: a few records here and there. */
    public LogConsumer discovery() {
        return connect("discovery", "earliest", SINGLE_FRAME_BYTES, SHORT_WAIT_MILLIS);
    }

    /**
     * Connects a consumer that reads the past. Its poll throws if retention has removed the records to read.
     *
     * @param number differs from those of other consumers at the same time
     * @param partitionBytes the most bytes of one partition in an answer: many for long ranges, few for single frames
     */
    public LogConsumer history(long number, int partitionBytes) {
        return connect("history-" + number, "none", partitionBytes, SHORT_WAIT_MILLIS);
    }

    /** For new events: a fetch waits at the log's end for the next event. */
    public LogConsumer eventsTail() {
        return connect("events", "earliest", EVENTS_BYTES, EVENTS_WAIT_MILLIS);
    }

    /** For events of motion: as they come. */
    public LogConsumer motion() {
        return connect("motion", "earliest", EVENTS_BYTES, EVENTS_WAIT_MILLIS);
    }

    /** For past events: slices here and there. */
    public LogConsumer eventsPast() {
        return connect("events-past", "earliest", EVENTS_BYTES, SHORT_WAIT_MILLIS);
    }

    /**
     * Connects a consumer for pages of past events: blocks here and there, and little behind them.
     *
     * @param number differs from those of other consumers at the same time
     */
    public LogConsumer eventPages(long number) {
        Map<String, Object> settings = settings("event-pages-" + number, "earliest", EVENTS_BYTES, SHORT_WAIT_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PAGE_RECORDS);
        return new LogConsumer(new KafkaConsumer<>(options.over(settings)), answerLimit);
    }

    /**
     * Connects a member of a consumer group, which commits what is done. Another member goes on seconds after its end.
     *
     * @param group the group's name, also for the client's
     */
    public Consumer<byte[], byte[]> group(String group) {
        Map<String, Object> settings = commonSettings(group);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EVENTS_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, EVENTS_WAIT_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, GROUP_RECORDS);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, GROUP_SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, GROUP_HEARTBEAT_MILLIS);
        return new KafkaConsumer<>(options.over(settings));
    }

    /**
     * Connects a member of the group of detectors: new frames of the partitions that it shares with the others, and
     * commits. Another member goes on seconds after its end.
     */
    public Consumer<byte[], ByteBuffer> detector(String group) {
        Map<String, Object> settings = commonSettings(CLIENT_ID + "-detect");
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, RECEIVER_BYTES);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, RECEIVER_WAIT_MILLIS);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, GROUP_RECORDS);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, GROUP_SESSION_MILLIS);
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, GROUP_HEARTBEAT_MILLIS);
        return new KafkaConsumer<>(options.over(settings));
    }

    private LogConsumer connect(String name, String offsetReset, int partitionBytes, int waitMillis) {
        return new LogConsumer(
                new KafkaConsumer<>(options.over(settings(name, offsetReset, partitionBytes, waitMillis))),
                answerLimit);
    }

    private static Map<String, Object> settings(String name, String offsetReset, int partitionBytes, int waitMillis) {
        Map<String, Object> settings = commonSettings(CLIENT_ID + "-" + name);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, offsetReset);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, partitionBytes);
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, waitMillis);
        return settings;
    }

    private static Map<String, Object> commonSettings(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // What a producer took back, or has not decided yet, is not shown. The default would show it.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        // -1 lets the system tune it: Kafka's 64 KiB need several round trips for a large frame.
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }
}
