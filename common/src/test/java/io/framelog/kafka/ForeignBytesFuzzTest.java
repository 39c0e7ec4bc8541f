package io.framelog.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framelog.event.EventTopic;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.JpegHead;
import io.framelog.frame.Position;
import io.framelog.frame.StreamAddress;
import io.framelog.frame.StreamName;
import io.framelog.status.StatusTopic;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What other programs write. Each parser takes any bytes, and throws only what it declares. */
class ForeignBytesFuzzTest {
    private final FrameRecordReader reader = new FrameRecordReader();
    private final StatusTopic statuses = StatusTopic.of("video-stream");
    private final EventTopic events = EventTopic.of("video-stream");

    @FuzzTest(maxDuration = "2m")
    void frameRecord(FuzzedDataProvider data) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(data.pickValue(new String[] {"captured-us", "sent-us", "run", "seq", "x"}), data.consumeBytes(30));
        headers.add("captured-us", data.consumeBytes(30));
        long written = data.consumeLong();
        byte[] key = data.consumeBytes(40);
        ByteBuffer value = ByteBuffer.wrap(data.consumeRemainingAsBytes());
        ConsumerRecord<byte[], ByteBuffer> record = new ConsumerRecord<>(
                "t", 0, 0, written, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty());
        try {
            assertTrue(reader.read(record).capturedMicros() >= 0);
        } catch (NoFrameException e) {
            assertTrue(String.valueOf(e.getMessage()).length() < 500, e::getMessage);
        }
    }

    @FuzzTest(maxDuration = "2m")
    void imageHead(byte[] bytes) {
        ByteBuffer image = ByteBuffer.wrap(bytes);
        for (ImageFormat format : ImageFormat.values()) {
            ImageSize.read(format, image);
        }
        JpegHead.read(image).ifPresent(head -> assertTrue(head.scanOffset() < bytes.length));
        assertEquals(0, image.position());
    }

    @FuzzTest(maxDuration = "2m")
    void streamName(byte[] key) {
        StreamName.ofKey(key).filter(name -> key.length > 0).ifPresent(name -> {
            assertEquals(Optional.of(name), StreamName.ofKey(name.toKey()), "its key names the same stream");
            assertTrue(name.toString().chars().noneMatch(Character::isISOControl), name::toString);
            assertTrue(StreamAddress.of(name).chars().allMatch(at -> at > ' ' && at < 0x7F), name::toString);
        });
    }

    @FuzzTest(maxDuration = "2m")
    void status(byte[] value) {
        statuses.read(value).ifPresent(status -> {
            assertTrue(status.reason().length() <= StatusTopic.MAX_TEXT + 1);
            assertTrue(status.reason().chars().noneMatch(Character::isISOControl), status::reason);
            assertTrue(status.framesPerSecond() >= 0 && status.framesPerSecond() < 1e6);
            assertTrue(status.newest().map(Position::offset).orElse(0L) >= 0);
        });
    }

    @FuzzTest(maxDuration = "2m")
    void event(FuzzedDataProvider data) {
        byte[] key = data.consumeBytes(8);
        events.read(key, data.consumeRemainingAsBytes(), Instant.EPOCH).ifPresent(event -> {
            assertTrue(!event.type().value().isEmpty());
            assertTrue(event.newest().map(Position::partition).orElse(0) >= 0);
        });
    }
}
