package io.framelog.benchmarks.jmh;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.FrameRecordWriter;
import io.framelog.kafka.NoFrameException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The viewer, for each frame of a watched stream: from Kafka's record to a frame. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordDecode {
    private static final long CAPTURED = 1_790_000_000_123_456L;

    private final FrameRecordReader reader = new FrameRecordReader();
    private final ConsumerRecord<byte[], ByteBuffer> publishers = publishers();
    private final ConsumerRecord<byte[], ByteBuffer> bare =
            new ConsumerRecord<>("video-stream", 0, 0, new byte[0], ByteBuffer.wrap(Jpegs.camera()));

    private static ConsumerRecord<byte[], ByteBuffer> publishers() {
        ProducerRecord<byte[], ByteBuffer> sent = new FrameRecordWriter("video-stream")
                .write(new Frame(
                        new StreamName("front"),
                        ImageFormat.JPEG,
                        ByteBuffer.wrap(Jpegs.camera()),
                        CAPTURED,
                        Optional.of(new ImageSize(640, 480)),
                        Optional.of(new Frame.Origin("2f1c7a3e", 123_456)),
                        Stages.encoded(CAPTURED + 800).sent(CAPTURED + 900)));
        return new ConsumerRecord<>(
                "video-stream",
                0,
                0,
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                "front".getBytes(US_ASCII).length,
                sent.value().remaining(),
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    /** A record of Framelog's publisher. */
    @Benchmark
    public Frame publishersRecord() throws NoFrameException {
        return reader.read(publishers);
    }

    /** A bare JPEG of any other producer. */
    @Benchmark
    public Frame bareImage() throws NoFrameException {
        return reader.read(bare);
    }
}
