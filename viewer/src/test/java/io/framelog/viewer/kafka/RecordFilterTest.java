package io.framelog.viewer.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.kafka.ForeignRecords.Kind;
import io.framelog.viewer.kafka.SkippedRecords.Reason;
import io.framelog.viewer.testing.Images;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
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

    @Test
    void tellsWhatIsNoFrameByPartitionAndReason() {
        RecordFilter filter = new RecordFilter(1000, skipped);
        filter.read(record(2, 5, "text".getBytes(US_ASCII)));
        filter.read(record(2, 6, "more text".getBytes(US_ASCII)));
        filter.read(record(2, 6, "more text".getBytes(US_ASCII)));
        filter.read(record(0, 9, Images.jpegOfLength(1001, 0)));
        filter.read(record(0, 10, Images.jpegOfLength(1000, 0)));

        assertEquals(
                List.of(
                        new Kind(0, 1, "its value has more bytes than --max-frame-bytes 1000", 9, -1),
                        new Kind(2, 2, "its value is text: write the bytes of the picture itself", 6, -1)),
                filter.foreign().kinds(),
                "a record that is read again counts once");
        assertTrue(filter.foreign().isIn(2));
        assertFalse(filter.foreign().isIn(1));

        filter.foreign().forget();
        filter.read(record(2, 0, "text".getBytes(US_ASCII)));
        assertEquals(1, filter.foreign().kinds().get(0).records(), "a new topic begins at 0");
    }

    @Test
    void tellsOnceThatKafkaStampsTheRecords() {
        RecordFilter filter = new RecordFilter(1000, skipped);
        ConsumerRecord<byte[], ByteBuffer> stamped = new ConsumerRecord<>(
                "stamped-by-kafka",
                0,
                0,
                1,
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                new byte[0],
                ByteBuffer.wrap(Images.jpegOfLength(1000, 0)),
                new RecordHeaders(),
                Optional.empty());
        PrintStream standardError = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            assertNotNull(filter.read(stamped));
            assertNotNull(filter.read(stamped));
        } finally {
            System.setErr(standardError);
        }
        assertEquals(1, said.toString(UTF_8).split("stamped-by-kafka has message", -1).length - 1, said::toString);
    }

    @Test
    void listsALimitedNumberOfKinds() {
        RecordFilter filter = new RecordFilter(1000, skipped);
        for (int partition = 0; partition <= ForeignRecords.MAX_KINDS; partition++) {
            filter.read(record(partition, 0, new byte[0]));
        }

        assertEquals(ForeignRecords.MAX_KINDS, filter.foreign().kinds().size());
    }

    private static ConsumerRecord<byte[], ByteBuffer> record(byte @Nullable [] value) {
        return record(0, 0, value);
    }

    private static ConsumerRecord<byte[], ByteBuffer> record(int partition, long offset, byte @Nullable [] value) {
        @SuppressWarnings("NullAway") // Kafka allows null values without declaring it
        ByteBuffer buffer = value == null ? null : ByteBuffer.wrap(value);
        return new ConsumerRecord<>("video-stream", partition, offset, new byte[0], buffer);
    }
}
