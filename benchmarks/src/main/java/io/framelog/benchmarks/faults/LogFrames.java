package io.framelog.benchmarks.faults;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The frames of a stream in the log, in its order.
 *
 * @param seqs their numbers in the run
 * @param captured when each was captured, microseconds since the epoch
 */
public record LogFrames(List<Long> seqs, List<Long> captured) {
    static final String TOPIC = "video-stream";
    private static final Duration POLL = Duration.ofMillis(200);

    /** Reads an existing topic once, to its present end. */
    public static Map<String, LogFrames> read(String bootstrapServer) {
        Map<String, LogFrames> found = new HashMap<>();
        FrameRecordReader records = new FrameRecordReader();
        try (KafkaConsumer<byte[], ByteBuffer> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServer),
                new ByteArrayDeserializer(),
                new ByteBufferDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TOPIC).stream()
                    .map(partition -> new TopicPartition(TOPIC, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (!partitions.stream()
                    .allMatch(
                            partition -> consumer.position(partition) >= Objects.requireNonNull(ends.get(partition)))) {
                for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(POLL)) {
                    add(found, records, record);
                }
            }
        }
        return found;
    }

    private static void add(
            Map<String, LogFrames> found, FrameRecordReader records, ConsumerRecord<byte[], ByteBuffer> record) {
        try {
            Frame frame = records.read(record);
            StreamName stream = frame.stream();
            LogFrames frames =
                    found.computeIfAbsent(stream.value(), name -> new LogFrames(new ArrayList<>(), new ArrayList<>()));
            frames.seqs.add(frame.origin().map(Frame.Origin::seq).orElse(-1L));
            frames.captured.add(frame.capturedMicros());
        } catch (NoFrameException e) {
            throw new IllegalStateException("no frame at " + record.offset(), e);
        }
    }

    /**
     * The longest time between two frames that follow each other, in seconds.
     *
     * @param since the first frame that counts is captured then; microseconds since the epoch
     */
    public double longestGap(long since) {
        double longest = 0;
        for (int i = 1; i < captured.size(); i++) {
            if (captured.get(i - 1) < since) {
                continue;
            }
            longest = Math.max(longest, (captured.get(i) - captured.get(i - 1)) / 1e6);
        }
        return longest;
    }

    /** Whether every frame comes later in its run than the one before it. */
    public boolean inOrder() {
        return seqs.stream().sorted().distinct().toList().equals(seqs);
    }

    /** How many frames of the run are missing up to the last one. */
    long missing() {
        return seqs.isEmpty() ? 0 : seqs.get(seqs.size() - 1) + 1 - seqs.size();
    }

    /** When the first frame after a moment was captured; in seconds after it. */
    double firstAfter(long micros) {
        return captured.stream()
                .filter(time -> time >= micros)
                .mapToDouble(time -> (time - micros) / 1e6)
                .findFirst()
                .orElse(Double.NaN);
    }
}
