package io.framelog.viewer.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordDeserializationException;

/** Reads stretches of partitions, which a live consumer does not. */
public final class LogReader {
    /**
     * A stretch of a partition.
     *
     * @param from the first offset
     * @param to the offset behind the last
     */
    public record OffsetRange(long from, long to) {}

    private static final Duration POLL = Duration.ofMillis(100);
    /** How long Kafka may take to say where a partition stands. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(3);

    private LogReader() {}

    /**
     * Reads stretches to their ends. Nothing is assigned before and after, so that no fetch waits at the end of the log and
     * holds up the next.
     *
     * @param limit gives up after this: the end of a stretch may be a record that consumers never see
     * @param reader takes the records, perhaps some behind the ends as well
     * @return where the reading ended
     */
    public static Map<TopicPartition, Long> read(
            Consumer<byte[], ByteBuffer> consumer,
            Map<TopicPartition, OffsetRange> stretches,
            Duration limit,
            java.util.function.Consumer<ConsumerRecord<byte[], ByteBuffer>> reader) {
        if (stretches.isEmpty()) {
            return Map.of();
        }
        consumer.assign(stretches.keySet());
        try {
            stretches.forEach((partition, stretch) -> consumer.seek(partition, stretch.from()));
            long start = System.nanoTime();
            while (!isDone(consumer, stretches) && System.nanoTime() - start < limit.toNanos()) {
                try {
                    consumer.poll(POLL).forEach(reader);
                } catch (RecordDeserializationException e) {
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                }
            }
            return consumer.assignment().stream()
                    .collect(Collectors.toMap(Function.identity(), at -> consumer.position(at, ANSWER_LIMIT)));
        } finally {
            consumer.assign(Set.of());
        }
    }

    private static boolean isDone(Consumer<byte[], ByteBuffer> consumer, Map<TopicPartition, OffsetRange> stretches) {
        boolean done = true;
        for (Map.Entry<TopicPartition, OffsetRange> entry : stretches.entrySet()) {
            if (consumer.position(entry.getKey(), ANSWER_LIMIT)
                    < entry.getValue().to()) {
                done = false;
            } else if (!consumer.paused().contains(entry.getKey())) {
                consumer.pause(Set.of(entry.getKey()));
            }
        }
        return done;
    }
}
