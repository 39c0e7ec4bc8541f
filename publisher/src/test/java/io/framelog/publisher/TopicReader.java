package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Frame;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.NoFrameException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/** Reads a topic of frames from its beginning, as any consumer would. For one thread. */
final class TopicReader implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], ByteBuffer> consumer;
    private final FrameRecordReader records = new FrameRecordReader();
    private final List<Frame> frames = new ArrayList<>();

    /** @param topic one that exists, or that the publisher is about to create */
    TopicReader(String bootstrapServer, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServer, "max.partition.fetch.bytes", 8 << 20),
                new ByteArrayDeserializer(),
                new ByteBufferDeserializer());
        List<TopicPartition> partitions = List.of();
        for (long deadline = System.nanoTime() + PATIENCE.toNanos(); partitions.isEmpty(); ) {
            assertTrue(System.nanoTime() < deadline, "the broker does not know " + topic);
            partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** All frames that are in the topic now. */
    List<Frame> readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        return readUntil(
                read -> ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue()));
    }

    /** All frames, as soon as they meet a condition. */
    List<Frame> readUntil(Predicate<List<Frame>> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(frames)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it did not come to this; " + frames.size() + " frames were read");
            }
            for (ConsumerRecord<byte[], ByteBuffer> record : consumer.poll(Duration.ofMillis(50))) {
                try {
                    frames.add(records.read(record));
                } catch (NoFrameException e) {
                    throw new AssertionError("no frame at " + record.offset(), e);
                }
            }
        }
        return List.copyOf(frames);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
