package io.framelog.publisher.send;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How frames are sent.
 *
 * @param live whether frames may be dropped; otherwise each frame is retried for ever
 * @param maxSpeed whether frames come as fast as they can be read; then requests are larger and a little later
 * @param connectTimeout how long to wait for Kafka at the start
 * @param maxFrameBytes the largest frame
 * @param clientId the publisher's name in the broker's logs and metrics
 */
public record SendSettings(
        boolean live, boolean maxSpeed, Duration connectTimeout, int maxFrameBytes, String clientId) {
    /** Room for a record's key and headers, and the header of its batch. */
    private static final int RECORD_OVERHEAD = 64 << 10;
    /** Frames that come while a request is in flight share the next one. */
    private static final int BATCH_BYTES = 512 << 10;

    /** How long frames wait for each other at maximum speed, which halves the broker's work. */
    private static final int MAX_SPEED_LINGER_MILLIS = 20;

    private static final int BUFFER_BYTES = 64 << 20;

    /** Events are few and small, and sent one at a time. */
    private static final int EVENT_BUFFER_BYTES = 4 << 20;

    /** How soon a frame can go into a partition that was added to the topic; Kafka's default is 5 minutes. */
    private static final int METADATA_MILLIS = 10_000;

    /**
     * After this time a live source's frame is dropped if Kafka has not acknowledged it: newer ones matter more. It is
     * also the age that the first frame after an outage may have.
     */
    static final int LIVE_TIMEOUT_MILLIS = 3_000;

    private static final int REQUEST_TIMEOUT_MILLIS = 10_000;

    private static final int MAX_UNACKNOWLEDGED_LIVE = 16;
    /** So that the streams of a partition that is not available do not fill the memory that all streams share. */
    private static final int MAX_UNACKNOWLEDGED_LIVE_BYTES = 4 << 20;

    private static final int MAX_UNACKNOWLEDGED_RECORDED = 256;

    /** How many frames may be in flight. */
    public int maxUnacknowledged() {
        return live ? MAX_UNACKNOWLEDGED_LIVE : MAX_UNACKNOWLEDGED_RECORDED;
    }

    /** How many bytes may be in flight. A recording has the producer's memory for itself. */
    public int maxUnacknowledgedBytes() {
        return live ? MAX_UNACKNOWLEDGED_LIVE_BYTES : Integer.MAX_VALUE;
    }

    /** The settings that differ from the defaults of Kafka's producer. */
    Map<String, Object> producerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId);
        config.put(ProducerConfig.LINGER_MS_CONFIG, maxSpeed ? MAX_SPEED_LINGER_MILLIS : 0);
        config.put(ProducerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Math.max(BUFFER_BYTES, 2L * (maxFrameBytes + RECORD_OVERHEAD)));
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, maxFrameBytes + RECORD_OVERHEAD);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, live ? LIVE_TIMEOUT_MILLIS : REQUEST_TIMEOUT_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, live ? LIVE_TIMEOUT_MILLIS : Integer.MAX_VALUE);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, live ? 2_000L : Long.MAX_VALUE);
        return config;
    }

    /** The same for events, which are never given up. */
    Map<String, Object> eventProducerConfig() {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.CLIENT_ID_CONFIG, clientId + "-events");
        config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, EVENT_BUFFER_BYTES);
        config.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MILLIS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        return config;
    }
}
