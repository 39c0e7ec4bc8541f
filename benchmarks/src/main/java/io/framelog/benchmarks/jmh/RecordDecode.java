package io.framelog.benchmarks.jmh;

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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.openjdk.jmh.annotations.Benchmark;

/** The viewer decodes each record of a watched stream. */
public class RecordDecode extends InnerLoop {
    private static final String TOPIC = "video-stream";
    private static final long CAPTURED = 1_790_000_000_123_456L;

    private final FrameRecordReader reader = new FrameRecordReader();
    private final ConsumerRecord<byte[], ByteBuffer> publishers = publishers();
    private final ConsumerRecord<byte[], ByteBuffer> bare = new ConsumerRecord<>(TOPIC, 0, 0, new byte[0], jpeg);

    private ConsumerRecord<byte[], ByteBuffer> publishers() {
        ProducerRecord<byte[], ByteBuffer> sent = new FrameRecordWriter(TOPIC)
                .write(new Frame(
                        new StreamName("front"),
                        ImageFormat.JPEG,
                        jpeg,
                        CAPTURED,
                        Optional.of(new ImageSize(640, 480)),
                        Optional.of(new Frame.Origin("2f1c7a3e", 123_456)),
                        Stages.encoded(CAPTURED + 800).sent(CAPTURED + 900)));
        return new ConsumerRecord<>(
                TOPIC,
                0,
                0,
                sent.timestamp(),
                TimestampType.CREATE_TIME,
                sent.key().length,
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
