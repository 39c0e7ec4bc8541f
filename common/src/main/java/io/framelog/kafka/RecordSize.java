package io.framelog.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Settings that bound the size of a topic's records where they are read. Kafka's limit {@code max.message.bytes} counts
 * for records as they are kept. If a topic keeps them as producers compress them, which is Kafka's default, then a
 * record of 1 MB may be one of 1 GB for its readers. If it keeps them uncompressed, the broker refuses such a record.
 */
public final class RecordSize {
    /** The value of {@code compression.type} with which {@code max.message.bytes} counts for readers. */
    public static final String UNCOMPRESSED = "uncompressed";
    /** Framelog's statuses and events have less than 10 kB. This is what Kafka's producers send by default. */
    private static final int SMALL = 1 << 20;

    private RecordSize() {}

    /** The given settings of a topic, and those that limit it to records of 1 MiB. */
    public static Map<String, String> small(Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put(TopicConfig.COMPRESSION_TYPE_CONFIG, UNCOMPRESSED);
        all.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(SMALL));
        return Map.copyOf(all);
    }
}
