package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
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
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes recordings into Kafka as fast as it takes them, each frame acknowledged, in a batch of its own as live cameras' are,
 * and says of each stream that it has ended.
 */
final class Recorder {
    /** Of each frame at most; they come out at 30 KB. */
    static final int FRAME_BYTES = 31_000;

    private static final int PICTURES = 16;
    private static final int BUFFER = 64 * 1024 * 1024;
    private static final int PATIENCE_MILLIS = 300_000;
    private static final ImageSize SIZE = new ImageSize(Recording.WIDTH, Recording.HEIGHT);

    private final String bootstrapServer;
    private final List<byte[]> pictures =
            new SyntheticPictures(Recording.WIDTH, Recording.HEIGHT).make(PICTURES, FRAME_BYTES);

    Recorder(String bootstrapServer) {
        this.bootstrapServer = bootstrapServer;
    }

    /** A recording that ends now, not written yet. */
    Recording plan(String topic, int partition, List<StreamName> streams, Duration length) {
        int bytes = (int)
                pictures.stream().mapToInt(picture -> picture.length).average().orElse(0);
        return new Recording(topic, partition, streams, System.currentTimeMillis() - length.toMillis(), length, bytes);
    }

    /**
     * Writes it.
     *
     * @throws CommandFailure if Kafka does not take a frame, or lays it elsewhere
     */
    void write(Recording recording) {
        Map<StreamName, Position> newest = new ConcurrentHashMap<>();
        AtomicReference<@Nullable Exception> refused = new AtomicReference<>();
        FrameRecordWriter writer = new FrameRecordWriter(recording.topic());
        try (KafkaProducer<byte[], ByteBuffer> producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServer,
                        ProducerConfig.LINGER_MS_CONFIG,
                        0,
                        ProducerConfig.BUFFER_MEMORY_CONFIG,
                        BUFFER,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        PATIENCE_MILLIS),
                new ByteArraySerializer(),
                new ByteBufferSerializer())) {
            for (long number = 0; number < recording.framesPerStream() && refused.get() == null; number++) {
                for (int stream = 0; stream < recording.streams().size(); stream++) {
                    StreamName name = recording.streams().get(stream);
                    Future<RecordMetadata> unused =
                            producer.send(writer.write(frame(recording, number, stream)), (at, fault) -> {
                                if (fault != null) {
                                    refused.compareAndSet(null, fault);
                                } else {
                                    newest.put(name, new Position(at.partition(), at.offset()));
                                }
                            });
                }
            }
            producer.flush();
            recording.streams().forEach(name -> say(producer, recording, name, newest));
        }
        if (refused.get() != null || newest.values().stream().anyMatch(at -> at.partition() != recording.partition())) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED, "Kafka did not take the recording: " + refused.get() + ", " + newest);
        }
    }

    private Frame frame(Recording recording, long number, int stream) {
        byte[] picture = pictures.get((int) ((number + stream) % pictures.size()));
        return new Frame(
                recording.streams().get(stream),
                ImageFormat.JPEG,
                ByteBuffer.wrap(picture),
                recording.capturedMicros(number, stream),
                Optional.of(SIZE),
                Optional.of(new Frame.Origin("benchmark", number)),
                Stages.UNKNOWN);
    }

    private static void say(
            KafkaProducer<byte[], ByteBuffer> producer,
            Recording recording,
            StreamName name,
            Map<StreamName, Position> newest) {
        StatusTopic statuses = StatusTopic.of(recording.topic());
        StreamStatus ended = new StreamStatus(
                StreamStatus.State.ENDED,
                "recorded",
                Optional.of(SIZE),
                Recording.FRAMES_PER_SECOND,
                "benchmark",
                "benchmark/1",
                "benchmark",
                Instant.now(),
                Optional.ofNullable(newest.get(name)));
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(statuses.name(), name.toKey(), ByteBuffer.wrap(statuses.write(ended))));
    }
}
