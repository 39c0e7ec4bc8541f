package io.framelog.viewer.kafka;

import io.framelog.kafka.KafkaOptions;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Makes the viewer's consumers: without a group, without commits. Values are the fetch buffer's own slices
 * ({@link ByteBufferDeserializer} copies nothing). What the user set holds over what is set here.
 */
public final class ConsumerFactory {
    /** What one answer of Kafka may hold; a single larger record comes nevertheless (KIP-74). */
    private static final int FETCH_BYTES = 16 * 1024 * 1024;
    /** What one answer may hold of one partition, for the receiver: a second of a good camera. */
    private static final int PARTITION_BYTES = 4 * 1024 * 1024;
    /** The same for reading single frames: one batch where a frame is larger, many statuses at once. */
    private static final int SINGLE_FRAME_BYTES = 64 * 1024;

    /** The same for events: a few slices of what a client is sent. */
    private static final int EVENTS_BYTES = 256 * 1024;

    private final KafkaOptions options;

    /** @param options the user's settings */
    public ConsumerFactory(KafkaOptions options) {
        this.options = options;
    }

    /**
     * Refuses settings that no retry makes better, before anything is started.
     *
     * @throws io.framelog.cli.CommandFailure for such
     */
    public void check() {
        options.connect(() -> {
            ConsumerConfig config = new ConsumerConfig(options.over(common("framelog-viewer")));
            config.getList(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG).forEach(ConsumerFactory::requireHostAndPort);
            return config;
        });
    }

    /** The form alone: whether the name can be resolved may change while the viewer runs. */
    private static void requireHostAndPort(String server) {
        if (Utils.getHost(server) == null || Utils.getPort(server) == null) {
            throw new ConfigException(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, server, "HOST:PORT is wanted");
        }
    }

    /** The consumer of what is watched: from the end, for low latency. */
    public Consumer<byte[], ByteBuffer> receiver() {
        Map<String, Object> settings = common("framelog-viewer-receiver");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, PARTITION_BYTES);
        // While a fetch waits, partitions that somebody begins to watch wait too.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return connect(settings);
    }

    /** The consumer that looks around: reads a few records here and there. */
    public Consumer<byte[], ByteBuffer> discovery() {
        Map<String, Object> settings = common("framelog-viewer-discovery");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, SINGLE_FRAME_BYTES);
        // A fetch behind the last record may not hold up the next read.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return connect(settings);
    }

    /**
     * A consumer for reading the past.
     *
     * @param number tells it from others of the same time
     * @param partitionBytes what one answer may hold of a partition: much for reading long stretches, little where only a
     *     few frames are wanted
     */
    public Consumer<byte[], ByteBuffer> history(long number, int partitionBytes) {
        Map<String, Object> settings = common("framelog-viewer-history-" + number);
        // What retention has removed is to be noticed.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, partitionBytes);
        // A fetch behind the last record may not hold up the next read.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return connect(settings);
    }

    /** The consumer of what happens from now on: a fetch waits at the log's end for the next event. */
    public Consumer<byte[], ByteBuffer> eventsTail() {
        Map<String, Object> settings = common("framelog-viewer-events");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EVENTS_BYTES);
        return connect(settings);
    }

    /** The consumer of what has happened: reads a slice here and there. */
    public Consumer<byte[], ByteBuffer> eventsPast() {
        Map<String, Object> settings = common("framelog-viewer-events-past");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, EVENTS_BYTES);
        // A fetch behind the last record may not hold up the next slice.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 10);
        return connect(settings);
    }

    private static Map<String, Object> common(String clientId) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        // The system's own tuning: Kafka's 64 KiB make several round trips of a large frame.
        settings.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 2_000);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000);
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return settings;
    }

    /** @throws ConfigException also where the server's name cannot be resolved, which may change */
    private Consumer<byte[], ByteBuffer> connect(Map<String, Object> settings) {
        return new KafkaConsumer<>(options.over(settings));
    }
}
