package io.framelog.viewer.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.framelog.viewer.kafka.SkippedRecords.Reason;
import io.framelog.viewer.testing.Images;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordFilterTest {
    private final SkippedRecords skipped = new SkippedRecords();

    @Test
    void countsWhatIsNoFrame() {
        RecordFilter filter = new RecordFilter(1000, skipped);

        assertNull(filter.read(record(null)));
        assertNull(filter.read(record(new byte[0])));
        assertNull(filter.read(record("not an image".getBytes(US_ASCII))));
        assertNull(filter.read(record(Images.jpegOfLength(1001, 0))));
        assertNotNull(filter.read(record(Images.jpegOfLength(1000, 0))));

        assertEquals(3, skipped.count(Reason.NO_FRAME));
        assertEquals(1, skipped.count(Reason.OVERSIZED));
    }

    private static ConsumerRecord<byte[], ByteBuffer> record(byte @Nullable [] value) {
        @SuppressWarnings("NullAway") // Kafka allows null values without declaring it
        ByteBuffer buffer = value == null ? null : ByteBuffer.wrap(value);
        return new ConsumerRecord<>("video-stream", 0, 0, new byte[0], buffer);
    }
}
