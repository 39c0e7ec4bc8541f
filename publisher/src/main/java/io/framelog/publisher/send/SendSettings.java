package io.framelog.publisher.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How frames are sent.
 *
 * @param live whether frames may be dropped rather than waited for; otherwise each is tried for ever
 * @param hurried whether frames come as fast as they can be read: they go in larger requests then, a little later
 * @param connectTimeout how long Kafka may be away at the start
 * @param maxFrameBytes the largest frame
 * @param clientId what the broker's logs and metrics call this publisher
 */
public record SendSettings(boolean live, boolean hurried, Duration connectTimeout, int maxFrameBytes, String clientId) {
    /** Room for a record's key and headers, and the batch's own head. */
    private static final int RECORD_OVERHEAD = 64 << 10;
    /** Frames that come while a request is under way go together in the next: fewer requests where frames come fast. */
    private static final int BATCH_BYTES = 512 << 10;

    /** How long frames that come in a hurry wait for each other: it halves the broker's work for them. */
    private static final int HURRIED_LINGER_MILLIS = 20;

    private static final int BUFFER_BYTES = 64 << 20;

    /** Events are few and small, and one at a time is on its way. */
    private static final int EVENT_BUFFER_BYTES = 4 << 20;

    private static final int MAX_UNACKNOWLEDGED_LIVE = 16;
    private static final int MAX_UNACKNOWLEDGED_RECORDED = 256;

    /** How many frames may be on their way to the broker. When it goes away, a live source's are what it sees late. */
    public int maxUnacknowledged() {
        return live ? MAX_UNACKNOWLEDGED_LIVE : MAX_UNACKNOWLEDGED_RECORDED;
    }

    /** The producer's settings that differ from Kafka's defaults. */
    Map<String, Object> producerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.LINGER_MS_CONFIG, hurried ? HURRIED_LINGER_MILLIS : 0);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * (maxFrameBytes + RECORD_OVERHEAD)));
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxFrameBytes + RECORD_OVERHEAD);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, live ? 30_000 : Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, live ? 2_000L : Long.MAX_VALUE);
        return config;
    }

    /** The same for events: none is given up, however long Kafka is away. */
    Map<String, Object> eventProducerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId + "-events");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, EVENT_BUFFER_BYTES);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return config;
    }
}
