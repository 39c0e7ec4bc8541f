package io.framelog.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Images;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FrameRecordTest {
    private final FrameRecordReader reader = new FrameRecordReader();
    private final FrameRecordWriter writer = new FrameRecordWriter("video-stream");

    @Test
    void frameIsARecordThatAnyClientCanRead() {
        ByteBuffer image = Images.image(ImageFormat.JPEG, 64, 48);
        ProducerRecord<byte[], ByteBuffer> record = writer.write(frame(image));
        assertEquals("video-stream", record.topic());
        assertNull(record.partition(), "the key chooses it");
        assertEquals("front", new String(record.key(), UTF_8));
        assertSame(image, record.value(), "the image itself, not a copy");
        assertEquals(1_700_000_000_123L, record.timestamp());
        Map<String, String> headers = new TreeMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        assertEquals(
                Map.of(
                        "content-type", "image/jpeg",
                        "seq", "41",
                        "run", "r1",
                        "captured-us", "1700000000123456",
                        "encoded-us", "1700000000124000",
                        "sent-us", "1700000000124100",
                        "width", "64",
                        "height", "48"),
                headers);
    }

    @Test
    void whatIsWrittenIsRead() throws NoFrameException {
        Frame frame = frame(Images.image(ImageFormat.JPEG, 64, 48));
        ProducerRecord<byte[], ByteBuffer> written = writer.write(frame);
        assertEquals(
                frame, reader.read(consumed(written.key(), written.value(), written.timestamp(), written.headers())));
    }

    @Test
    void bareImageIsAFrameOfTheDefaultStream() throws NoFrameException {
        for (ImageFormat format : ImageFormat.values()) {
            ByteBuffer image = Images.image(format, 30, 20);
            Frame frame = reader.read(consumed(null, image, 5, new RecordHeaders()));
            assertEquals(
                    new Frame(
                            StreamName.DEFAULT,
                            format,
                            image,
                            5000,
                            Optional.of(new ImageSize(30, 20)),
                            Optional.empty(),
                            Stages.UNKNOWN),
                    frame);
        }
    }

    @Test
    void headersThatSayNonsenseAreAsGoodAsNone() throws NoFrameException {
        RecordHeaders headers = new RecordHeaders();
        headers.add("captured-us", "yesterday".getBytes(UTF_8));
        headers.add("seq", "-1".getBytes(UTF_8));
        headers.add("run", "r".getBytes(UTF_8));
        headers.add("content-type", null);
        Frame frame = reader.read(consumed(null, Images.image(ImageFormat.PNG, 30, 20), 5, headers));
        assertEquals(5000, frame.capturedMicros());
        assertEquals(Optional.empty(), frame.origin());
        assertEquals(ImageFormat.PNG, frame.format());
    }

    @Test
    void recordWithoutATimestampIsOf1970() throws NoFrameException {
        Frame frame = reader.read(consumed(null, Images.image(ImageFormat.PNG, 30, 20), -1, new RecordHeaders()));
        assertEquals(0, frame.capturedMicros());
    }

    @Test
    void whatIsNoImageSaysWhy() {
        assertReason("it has no value", null, null);
        assertReason("it has no value", null, ByteBuffer.allocate(0));
        assertReason("its value is neither JPEG nor PNG", null, ByteBuffer.wrap(new byte[] {4, 7, 1, 1}));
        assertReason(
                "its key names no stream: a stream name has 1 to 1024 bytes of UTF-8 without control characters",
                "a".repeat(1025),
                Images.image(ImageFormat.JPEG, 8, 8));
    }

    private void assertReason(String reason, @Nullable String key, @Nullable ByteBuffer value) {
        byte @Nullable [] bytes = key == null ? null : key.getBytes(UTF_8);
        NoFrameException refused =
                assertThrows(NoFrameException.class, () -> reader.read(consumed(bytes, value, 0, new RecordHeaders())));
        assertEquals(reason, refused.getMessage());
    }

    private static Frame frame(ByteBuffer image) {
        return new Frame(
                new StreamName("front"),
                ImageFormat.JPEG,
                image,
                1_700_000_000_123_456L,
                Optional.of(new ImageSize(64, 48)),
                Optional.of(new Frame.Origin("r1", 41)),
                Stages.encoded(1_700_000_000_124_000L).sent(1_700_000_000_124_100L));
    }

    @SuppressWarnings("NullAway") // Kafka's class takes null keys and values, which is what this is about.
    private static ConsumerRecord<byte[], ByteBuffer> consumed(
            byte @Nullable [] key, @Nullable ByteBuffer value, long timestamp, Headers headers) {
        return new ConsumerRecord<>(
                "video-stream",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }
}
