package io.framelog.publisher.send;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was asked for the topics that are created; what is empty has a default.
 *
 * @param retention for how long frames are kept; if this is empty and the bytes are not, without end
 * @param retentionBytes how many bytes all partitions together keep of one copy; if this is empty and the time is not,
 *     without limit
 * @param partitions of the frames
 * @param replicationFactor of all topics
 */
public record TopicSettings(
        Optional<Duration> retention,
        OptionalLong retentionBytes,
        OptionalInt partitions,
        OptionalInt replicationFactor) {
    /** So that a viewer that shows a few of a hundred streams fetches only a part of them. */
    public static final int DEFAULT_PARTITIONS = 8;

    private static final Duration RETENTION = Duration.ofHours(1);
    /** Per partition: more than an hour of one stream of 640x480 at 30 frames per second. All partitions: 32 GiB. */
    private static final long PARTITION_BYTES = 4L << 30;

    private static final long NO_LIMIT = -1;

    /** How many partitions the frames get. */
    public int partitionCount() {
        return partitions.orElse(DEFAULT_PARTITIONS);
    }

    /** Kafka's {@code retention.ms}. */
    long retentionMillis() {
        return retention.map(Duration::toMillis).orElse(retentionBytes.isPresent() ? NO_LIMIT : RETENTION.toMillis());
    }

    /**
     * Kafka's {@code retention.bytes}, which is of each partition.
     *
     * @param among how many partitions there are
     */
    long partitionBytes(int among) {
        if (retentionBytes.isPresent()) {
            return retentionBytes.getAsLong() / among;
        }
        return retention.isPresent() ? NO_LIMIT : PARTITION_BYTES;
    }
}
