package io.framelog.benchmarks.recording;

import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.kafka.FrameRecordWriter;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames of many streams and the streams' statuses into Kafka, each frame in a batch of its own, as publishers
 * do. Closing it waits until Kafka has all of them. For one thread.
 */
final class FrameWriter implements AutoCloseable {
    private static final int BUFFER = 64 * 1024 * 1024;
    private static final int BLOCK_LIMIT_MILLIS = 300_000;

    private final KafkaProducer<byte[], ByteBuffer> producer;
    private final FrameRecordWriter writer;
    private final StatusTopic statuses;
    private final ImageSize size;
    private final Map<StreamName, Position> newest = new ConcurrentHashMap<>();
    private final Set<StreamName> begun = new HashSet<>();
    private volatile @Nullable Exception fault;

    FrameWriter(Topic topic, ImageSize size) {
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        topic.bootstrapServer(),
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_LIMIT_MILLIS),
                new ByteArraySerializer(),
                new ByteBufferSerializer());
        writer = new FrameRecordWriter(topic.name());
        statuses = StatusTopic.of(topic.name());
        this.size = size;
    }

    /**
     * Sends a frame without waiting for Kafka, except for the first one of a stream: a new partition that refuses the
     * first request and accepts the second takes the first one later or never (KAFKA-15591).
     */
    void frame(StreamName name, byte[] jpeg, long capturedMicros, long number) {
        Frame frame = new Frame(
                name,
                ImageFormat.JPEG,
                ByteBuffer.wrap(jpeg),
                capturedMicros,
                Optional.of(size),
                Optional.of(new Frame.Origin("benchmark", number)),
                Stages.UNKNOWN);
        Future<RecordMetadata> unused = producer.send(writer.write(frame), (at, rejection) -> {
            if (rejection == null) {
                newest.put(name, new Position(at.partition(), at.offset()));
            } else {
                fault = rejection;
            }
        });
        if (begun.add(name)) {
            producer.flush();
        }
    }

    /** Sends a stream's status, with the newest acknowledged frame. */
    void status(StreamName name, StreamStatus.State state, String reason, int framesPerSecond) {
        StreamStatus status = new StreamStatus(
                state,
                reason,
                Optional.of(size),
                framesPerSecond,
                "benchmark",
                "benchmark/1",
                "benchmark",
                Instant.now(),
                Optional.ofNullable(newest.get(name)));
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(statuses.name(), name.toKey(), ByteBuffer.wrap(statuses.write(status))));
    }

    /** Waits until Kafka has answered for all frames. */
    void flush() {
        producer.flush();
    }

    /** Why Kafka rejected a frame; null if it did not. */
    @Nullable Exception fault() {
        return fault;
    }

    /** Where each stream's newest acknowledged frame is. */
    Map<StreamName, Position> newest() {
        return Map.copyOf(newest);
    }

    @Override
    public void close() {
        producer.close();
    }
}
