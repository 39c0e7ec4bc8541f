package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.SyntheticPictures;
import io.framelog.benchmarks.load.WallClock;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;

/**
 * Many cameras in one thread: frames of small pictures, spread evenly over time, written straight into a topic, and what
 * publishers say of their streams.
 */
final class ManyStreams implements AutoCloseable {
    static final int FRAMES_PER_SECOND = 10;
    static final int FRAME_BYTES = 20_000;

    private static final String PREFIX = "cam";

    private final KafkaProducer<byte[], ByteBuffer> producer;
    private final FrameRecordWriter writer;
    private final List<StreamName> names;
    private final Map<StreamName, Position> newest = new ConcurrentHashMap<>();
    private final StatusTopic statuses;
    private final WallClock clock;
    private final Thread thread = new Thread(this::publish, "cameras");
    private volatile boolean closed;

    /** Begins to publish. */
    ManyStreams(String bootstrapServer, String topic, int streams, WallClock clock) {
        this.clock = clock;
        producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer, ProducerConfig.LINGER_MS_CONFIG, 0),
                new ByteArraySerializer(),
                new ByteBufferSerializer());
        writer = new FrameRecordWriter(topic);
        statuses = StatusTopic.of(topic);
        names = IntStream.range(0, streams)
                .mapToObj(number -> new StreamName(PREFIX + number))
                .toList();
        thread.setDaemon(true);
        thread.start();
    }

    /** The first stream's name; all have one like it. */
    String first() {
        return names.get(0).value();
    }

    private void publish() {
        byte[] picture = new SyntheticPictures(640, 480).make(1, FRAME_BYTES).get(0);
        long interval = TimeUnit.SECONDS.toNanos(1) / FRAMES_PER_SECOND / names.size();
        long framesPerHeartbeat = StatusTopic.HEARTBEAT.toSeconds() * FRAMES_PER_SECOND * names.size();
        long due = System.nanoTime();
        for (long number = 0; !closed; number++) {
            StreamName name = names.get((int) (number % names.size()));
            Frame frame = new Frame(
                    name,
                    ImageFormat.JPEG,
                    ByteBuffer.wrap(picture),
                    clock.nanos() / 1000,
                    Optional.of(new ImageSize(640, 480)),
                    Optional.of(new Frame.Origin("benchmark", number / names.size())),
                    Stages.UNKNOWN);
            Future<RecordMetadata> unused = producer.send(writer.write(frame), (at, refused) -> {
                if (at != null) {
                    newest.put(name, new Position(at.partition(), at.offset()));
                }
            });
            if (number % framesPerHeartbeat < names.size()) {
                say(name);
            }
            due += interval;
            for (long left; !closed && (left = due - System.nanoTime()) > 0; ) {
                LockSupport.parkNanos(left);
            }
        }
    }

    /** As a publisher does every few seconds. */
    private void say(StreamName name) {
        StreamStatus said = new StreamStatus(
                StreamStatus.State.LIVE,
                "",
                Optional.of(new ImageSize(640, 480)),
                FRAMES_PER_SECOND,
                "benchmark",
                "benchmark/1",
                "benchmark",
                Instant.now(),
                Optional.ofNullable(newest.get(name)));
        Future<RecordMetadata> unused = producer.send(
                new ProducerRecord<>(statuses.name(), name.toKey(), ByteBuffer.wrap(statuses.write(said))));
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close();
    }
}
